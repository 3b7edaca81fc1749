"""How many workers are worth having, for tasks that calculate or wait."""

from multiprocessing import Barrier, Pool
from os import cpu_count
from time import perf_counter, sleep

TASKS = 16  # how many tasks there are
MOST = 16  # workers in the largest pool
KIND = ("calculate", "wait")[0]  # what a task does
STEPS = 1_000_000  # how far a task counts, if it calculates
SECONDS = 0.05  # how long a task waits, if it waits


def work(_):
    if KIND == "wait":
        sleep(SECONDS)
    else:
        sum(range(STEPS))


if __name__ == "__main__":
    print(f"this machine has {cpu_count()} cores")
    results = {}
    results_unit = "seconds"
    workers = 1
    while workers <= MOST:
        all_started = Barrier(workers + 1)
        with Pool(workers, initializer=all_started.wait) as pool:
            all_started.wait()  # the clock starts when all workers are there
            began = perf_counter()
            pool.map(work, range(TASKS), chunksize=1)
            seconds = perf_counter() - began
        print(f"pool of {workers:2}: {seconds:.2f} s")
        results[f"pool of {workers}"] = seconds
        workers *= 2
