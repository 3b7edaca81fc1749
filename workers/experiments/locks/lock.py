"""A lock makes reading, thinking and writing one step: without it processes work on a number that is out of date."""

from contextlib import nullcontext
from multiprocessing import Barrier, Lock, Process, RawValue
from time import perf_counter, sleep

PROCESSES = 4  # how many processes add 1 each
SECONDS = 0.2  # how long each thinks between reading and writing
USE_LOCK = False  # True: one process at a time reads, thinks and writes


def add_one(number, counter, lock, start_line, done_at):
    start_line.wait()
    began = perf_counter()
    with lock if USE_LOCK else nullcontext():
        seen = counter.value
        print(f"process {number} reads  {seen}")
        sleep(SECONDS)
        counter.value = seen + 1
        print(f"process {number} writes {seen + 1}")
    done_at.value = perf_counter() - began


if __name__ == "__main__":
    counter, lock, start_line = RawValue("i", 0), Lock(), Barrier(PROCESSES)
    times = {number: RawValue("d") for number in range(1, PROCESSES + 1)}
    processes = [
        Process(target=add_one, args=(number, counter, lock, start_line, done_at)) for number, done_at in times.items()
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    print(f"{PROCESSES} processes added 1 each: {counter.value}")
    results = {f"process {number}": done_at.value for number, done_at in times.items()}  # when it was done
    results_unit = "seconds"
