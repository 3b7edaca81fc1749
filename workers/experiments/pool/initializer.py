"""An initializer runs once in each worker, and can hand it a lock."""

from multiprocessing import Lock, Pool, Value
from os import getpid

TASKS = 12  # how many tasks there are
WORKERS = 3  # how many processes the pool has

kept = {}  # what this worker was given when it started


def initialize(lock, started):
    kept["lock"] = lock
    with lock:
        started.value += 1
        print(f"worker {getpid()} has the lock")


def work(number):
    with kept["lock"]:
        return number * number


def work_with(lock, number):
    with lock:
        return number * number


if __name__ == "__main__":
    lock, started = Lock(), Value("i", 0)
    with Pool(WORKERS, initializer=initialize, initargs=(lock, started)) as pool:
        squares = pool.map(work, range(TASKS))
        print(f"done: {squares[-3:]}")
        try:
            pool.apply(work_with, (lock, 3))
        except RuntimeError as error:
            print("a lock as an argument of a task:")
            print(f"  {type(error).__name__}: {str(error)[:40]}...")
        pool.close()
        pool.join()
    results = {"tasks": len(squares), "calls of initialize": started.value}
    results_unit = "calls"
