"""Pool.apply_async hands out all tasks at once, get() waits for results."""

from multiprocessing import Pool
from time import perf_counter, sleep

TASKS = 10  # how many tasks there are
SECONDS = 1.0  # how long a task takes
FIRST_SECONDS = 1.5  # how long the first task takes
WORKERS = 6  # how many processes the pool has


def work(number):
    sleep(FIRST_SECONDS if number == 1 else SECONDS)
    return perf_counter()  # the same clock in all processes


if __name__ == "__main__":
    results = {}  # when each task was done
    results_unit = "seconds"
    with Pool(WORKERS) as pool:
        began = perf_counter()
        answers = [pool.apply_async(work, (number,)) for number in range(1, TASKS + 1)]
        for number, answer in enumerate(answers, start=1):
            done = answer.get() - began
            got = perf_counter() - began
            print(f"task {number:2}: done at {done:4.1f} s, got at {got:4.1f} s")
            results[f"task {number}"] = done
