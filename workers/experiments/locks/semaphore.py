"""A semaphore counts free places: whoever comes when there is none waits until somebody leaves."""

from multiprocessing import BoundedSemaphore, Process, Semaphore, SimpleQueue
from time import perf_counter, sleep

PLACES = 3  # how many cars may be parked at a time
CARS = 6  # how many cars come
SECONDS = 0.5  # how long a car stays
EXTRA_RELEASES = 0  # how often somebody releases who has not acquired
KIND = ("Semaphore", "BoundedSemaphore")[0]  # a bounded one knows how many places there are


def park(number, places, log):
    with places:
        log.put((number, perf_counter(), +1))
        sleep(SECONDS)
        log.put((number, perf_counter(), -1))


if __name__ == "__main__":
    places = Semaphore(PLACES) if KIND == "Semaphore" else BoundedSemaphore(PLACES)
    try:
        for _ in range(EXTRA_RELEASES):
            places.release()
    except ValueError as error:
        print(f"ValueError: {error}")

    log = SimpleQueue()
    cars = [Process(target=park, args=(number, places, log)) for number in range(1, CARS + 1)]
    began = perf_counter()
    for car in cars:
        car.start()

    results = {}  # when each car got its place
    results_unit = "seconds"
    parked = most = 0
    for number, at, change in sorted((log.get() for _ in range(2 * CARS)), key=lambda entry: entry[1]):
        parked += change
        most = max(most, parked)
        print(f"{at - began:4.1f} s: car {number} {'parks' if change > 0 else 'leaves'}, {parked} are parked")
        if change > 0:
            results[f"car {number}"] = at - began
    print(f"parked at a time: {most} at most")
