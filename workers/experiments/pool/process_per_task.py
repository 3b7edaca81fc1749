"""Many small tasks: a process for each, or a few workers for all."""

from multiprocessing import Pool, Process
from time import perf_counter

TASKS = 500  # how many small tasks there are
WORKERS = 6  # how many processes the pool has


def square(number):
    return number * number


def process_per_task():
    processes = [Process(target=square, args=(number,)) for number in range(TASKS)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()


def seconds(function, *args):
    began = perf_counter()
    function(*args)
    return perf_counter() - began


if __name__ == "__main__":
    results = {f"{TASKS} processes": seconds(process_per_task)}
    with Pool(WORKERS) as pool:
        # The first time includes the start of the workers, or a part of it.
        results["pool, 1st time"] = seconds(pool.map, square, range(TASKS))
        results["pool, 2nd time"] = seconds(pool.map, square, range(TASKS))
    results_unit = "seconds"
    for label, time in results.items():
        print(f"{label + ':':16} {time:8.4f} s")
