"""A lock stays locked when its holder is killed: nobody is left who would release it."""

import sys
from multiprocessing import Event, Lock, Process
from time import perf_counter, sleep

PATIENCE = 0.5  # seconds until the parent gives up waiting for the lock
USE_WITH = True  # False: acquire(), and release() as the last line


def work(end):
    if end == "sys.exit()":
        sys.exit()
    if end == "terminate()":
        sleep(60)  # the parent will not wait that long


def hold(lock, held, end):
    if USE_WITH:
        with lock:
            held.set()
            work(end)
    else:
        lock.acquire()
        held.set()
        work(end)
        lock.release()


if __name__ == "__main__":
    results = {}  # how long the parent waited for the lock
    results_unit = "seconds"
    for end in ("return", "sys.exit()", "terminate()"):
        lock, held = Lock(), Event()
        process = Process(target=hold, args=(lock, held, end))
        process.start()
        held.wait()
        if end == "terminate()":
            process.terminate()
        process.join()
        began = perf_counter()
        free = lock.acquire(timeout=PATIENCE)
        results[end] = perf_counter() - began
        print(f"after {end:12} {'free' if free else 'locked for ever'}")
