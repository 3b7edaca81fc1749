"""Pool.apply waits for the result of each task before the next one."""

from multiprocessing import Pool
from os import getpid
from time import perf_counter, sleep

TASKS = 10  # how many tasks there are
SECONDS = 1.0  # how long a task takes
WORKERS = 6  # how many processes the pool has


def work(number):
    sleep(SECONDS)
    return f"task {number:2} done by process {getpid()}"


if __name__ == "__main__":
    results = {}  # when each task was done
    results_unit = "seconds"
    with Pool(WORKERS) as pool:
        began = perf_counter()
        for number in range(1, TASKS + 1):
            answer = pool.apply(work, (number,))
            seconds = perf_counter() - began
            print(f"{seconds:4.1f} s: {answer}")
            results[f"task {number}"] = seconds
