"""map() sends tasks in chunks: how big is best?"""

from multiprocessing import Barrier, Pool
from time import perf_counter, sleep

TASKS = 400  # how many tasks there are
SECONDS = 0.001  # how long a task takes; with 0 only the messages count
WORKERS = 4  # how many processes the pool has


def work(_):
    if SECONDS:
        sleep(SECONDS)


if __name__ == "__main__":
    results = {}
    results_unit = "seconds"
    all_started = Barrier(WORKERS + 1)
    with Pool(WORKERS, initializer=all_started.wait) as pool:
        all_started.wait()  # the clock starts when all workers are there
        default = -(-TASKS // (4 * WORKERS))  # rounded up: 4 chunks a worker
        for size in (1, default, TASKS // 2, TASKS):
            began = perf_counter()
            pool.map(work, range(TASKS), chunksize=size)
            seconds = perf_counter() - began
            print(f"chunks of {size:3}: {-(-TASKS // size):3} messages, {seconds:.4f} s")
            results[f"chunks of {size}"] = seconds
