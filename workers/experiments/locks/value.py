"""v.value += 1 reads and then writes: the lock of a Value guards each of the two, not both together."""

from contextlib import nullcontext
from multiprocessing import Barrier, Process, Value

PROCESSES = 4  # how many processes add to the same number
TIMES = 10_000  # how often each adds 1
USE_LOCK = False  # True: hold the Value's own lock from reading to writing


def add(counter, start_line):
    start_line.wait()
    for _ in range(TIMES):
        with counter.get_lock() if USE_LOCK else nullcontext():
            counter.value += 1


if __name__ == "__main__":
    counter, start_line = Value("i", 0), Barrier(PROCESSES)
    processes = [Process(target=add, args=(counter, start_line)) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    added = PROCESSES * TIMES
    print(f"{PROCESSES} processes added 1, {TIMES} times each")
    print(f"expected: {added}")
    print(f"counted:  {counter.value}")
    results = {"kept": counter.value, "lost": added - counter.value}
    results_unit = "additions"
