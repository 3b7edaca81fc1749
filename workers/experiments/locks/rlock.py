"""A Lock stops even its own holder from taking it again; an RLock counts, and belongs to its holder."""

from multiprocessing import Lock, Process, RLock
from time import perf_counter

KIND = ("Lock", "RLock")[0]  # kind of lock
TIMES = 3  # how often the parent takes it, one inside another
PATIENCE = 0.3  # seconds until it gives up waiting


def child(lock):
    try:
        lock.release()
        print("child:  I released the parent's lock")
    except AssertionError as error:
        print(f"child:  {error}")


if __name__ == "__main__":
    lock = Lock() if KIND == "Lock" else RLock()
    results = {}  # how long each acquire() waited
    results_unit = "seconds"
    for number in range(1, TIMES + 1):
        began = perf_counter()
        taken = lock.acquire(timeout=PATIENCE)
        results[f"acquire {number}"] = perf_counter() - began
        print(f"parent: {number}. {'taken' if taken else 'I wait for myself'}")
    print(f"parent: {lock}")

    process = Process(target=child, args=(lock,))
    process.start()
    process.join()
