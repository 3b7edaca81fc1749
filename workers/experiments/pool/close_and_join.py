"""close() takes no more tasks, join() waits, the end of `with` drops."""

from multiprocessing import Pool
from time import sleep

TASKS = 6  # how many tasks each pool is given
SECONDS = 0.3  # how long a task takes
WORKERS = 2  # how many processes each pool has
WAIT_INSIDE = False  # True: wait for the answers before the with block ends


def give_tasks(pool):
    return [pool.apply_async(sleep, (SECONDS,)) for _ in range(TASKS)]


def finished(answers):
    return sum(answer.ready() for answer in answers)


if __name__ == "__main__":
    pool = Pool(WORKERS)
    answers = give_tasks(pool)
    try:
        pool.join()
    except ValueError as error:
        print(f"join before close: {error}")
    pool.close()
    try:
        pool.apply_async(sleep, (SECONDS,))
    except ValueError as error:
        print(f"task after close:  {error}")
    pool.join()
    results = {"close, join": finished(answers)}
    print(f"close, join: {finished(answers)} of {TASKS} tasks finished")

    with Pool(WORKERS) as pool:
        answers = give_tasks(pool)
        if WAIT_INSIDE:
            for answer in answers:
                answer.wait()
    results["with block"] = finished(answers)
    results_unit = "finished tasks"
    print(f"with block:  {finished(answers)} of {TASKS} tasks finished")
