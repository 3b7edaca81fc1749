"""Many processes take one from a shared number, and some updates are lost."""

from contextlib import nullcontext
from multiprocessing import Lock, Manager, Process

PROCESSES = 100  # how many processes take one each
USE_LOCK = False  # True: one process at a time reads and writes


def take_one(shared, lock):
    with lock if USE_LOCK else nullcontext():
        shared["left"] -= 1  # two messages to the manager: one reads, one writes


if __name__ == "__main__":
    with Manager() as manager:
        shared = manager.dict(left=PROCESSES)
        lock = Lock()
        processes = [Process(target=take_one, args=(shared, lock)) for _ in range(PROCESSES)]
        print(f"at first: {shared['left']}")
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        left = shared["left"]

    print(f"{PROCESSES} processes took 1 each")
    print(f"left:     {left}")
    results = {"updates kept": PROCESSES - left, "updates lost": left}
    results_unit = "updates"
