"""A barrier lets nobody pass before all are there; if one is missing, nobody ever passes."""

from multiprocessing import Barrier, Process, SimpleQueue
from threading import BrokenBarrierError
from time import perf_counter, sleep

PARTIES = 4  # for how many the barrier waits
RUNNERS = 4  # how many come
SECONDS = 0.2  # how much later each of them comes than the one before
PATIENCE = 1.0  # seconds until a runner gives up waiting


def run(number, barrier, log):
    sleep(SECONDS * number)
    came = perf_counter()
    try:
        place = barrier.wait(PATIENCE)
        print(f"runner {number}: go" + (", and I lock the door" if place == 0 else ""))
    except BrokenBarrierError as error:
        print(f"runner {number}: {error!r}")
    log.put((number, perf_counter() - came))


if __name__ == "__main__":
    barrier, log = Barrier(PARTIES), SimpleQueue()
    runners = [Process(target=run, args=(number, barrier, log)) for number in range(1, RUNNERS + 1)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    results = {f"runner {number}": waited for number, waited in sorted(log.get() for _ in runners)}  # how long
    results_unit = "seconds"
