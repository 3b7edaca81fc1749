"""A worker is killed: a Pool says nothing, an executor raises an error."""

from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import Pool, active_children
from os import getpid, kill
from signal import SIGTERM
from time import perf_counter

PATIENCE = 2.0  # seconds that we wait for the Pool; it would be for ever


def die():
    kill(getpid(), SIGTERM)  # as the system does when memory runs out


if __name__ == "__main__":
    results = {}  # how long each let us wait
    results_unit = "seconds"
    with Pool(2) as pool:
        before = {process.pid for process in active_children()}
        began = perf_counter()
        answer = pool.apply_async(die)
        answer.wait(PATIENCE)
        results["Pool"] = perf_counter() - began
        print(f"Pool: after {PATIENCE} s a result: {answer.ready()}")
        new = {process.pid for process in active_children()} - before
        print(f"  {len(new)} new worker in place of the killed one")

    with ProcessPoolExecutor(2) as executor:
        began = perf_counter()
        try:
            executor.submit(die).result()
        except BrokenProcessPool as error:
            print(f"ProcessPoolExecutor: {type(error).__name__}")
        results["ProcessPoolExecutor"] = perf_counter() - began
