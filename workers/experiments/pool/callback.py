"""A callback runs in the parent, in the thread that takes in results."""

from multiprocessing import Pool
from os import getpid
from threading import current_thread
from time import perf_counter, sleep

TASKS = 4  # how many tasks there are
BLOCK_SECONDS = 0.5  # how long the callback keeps that thread
RAISE = False  # True: the callback raises, the thread ends, get() waits for ever


def work(number):
    return number, getpid()  # two values: the callback gets them as one tuple


def callback(result):
    number, worker = result
    results[f"task {number}"] = perf_counter() - began
    print(f"task {number} was done by {worker}")
    print(f"  callback in {getpid()}, {current_thread().name}")
    sleep(BLOCK_SECONDS)
    if RAISE:
        raise RuntimeError("an error in the callback")


if __name__ == "__main__":
    print(f"parent is {getpid()}, {current_thread().name}")
    results = {}  # when the callback was called for each task
    results_unit = "seconds"
    with Pool(2) as pool:
        began = perf_counter()
        numbers = range(1, TASKS + 1)
        answers = [pool.apply_async(work, (n,), callback=callback) for n in numbers]
        for answer in answers:
            answer.get()
