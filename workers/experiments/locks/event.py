"""An event is a traffic light: all who wait go when it is set, and whoever comes later need not wait."""

from multiprocessing import Event, Process, Semaphore, SimpleQueue
from time import perf_counter, sleep

CARS = 4  # how many cars wait at the light
RED = 0.5  # seconds until the light turns green
CLEAR = ("never", "when all have gone", "at once")[0]  # when it turns red again
PATIENCE = 1.0  # seconds until a car gives up waiting


def drive(name, green, arrived, log):
    arrived.release()
    began = perf_counter()
    go = green.wait(PATIENCE)
    log.put((name, go, perf_counter() - began))


def report(name, go, waited):
    print(f"{name}: {'drives' if go else 'does not drive'} after {waited:.1f} s")
    results[name] = waited


if __name__ == "__main__":
    results = {}  # how long each car waited
    results_unit = "seconds"
    green, arrived, log = Event(), Semaphore(0), SimpleQueue()
    for number in range(1, CARS + 1):
        Process(target=drive, args=(f"car {number}", green, arrived, log)).start()
    for _ in range(CARS):
        arrived.acquire()

    sleep(RED)
    print("light: green")
    green.set()
    if CLEAR == "at once":
        green.clear()
    for entry in sorted(log.get() for _ in range(CARS)):
        report(*entry)
    if CLEAR == "when all have gone":
        green.clear()
    Process(target=drive, args=("late car", green, arrived, log)).start()
    report(*log.get())
