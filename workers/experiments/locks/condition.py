"""A notification reaches only those who wait already: ask for the state first, and wait only if you must."""

from multiprocessing import Condition, Event, Process, RawValue
from time import perf_counter, sleep

USE_WAIT_FOR = False  # True: look whether the soup is ready before waiting
PAUSE = 0.3  # seconds by which one of the two comes later
PATIENCE = 1.0  # seconds until the guest gives up waiting


def guest(condition, ready, seated, waited):
    with condition:
        seated.set()
        began = perf_counter()
        if USE_WAIT_FOR:
            condition.wait_for(lambda: ready.value, PATIENCE)
        else:
            condition.wait(PATIENCE)
        waited.value = perf_counter() - began
        print(f"guest: {waited.value:.1f} s, the soup is {'ready' if ready.value else 'not ready'}")


def serve(condition, ready):
    with condition:
        ready.value = True
        condition.notify()
        print("cook:  the soup is ready")


if __name__ == "__main__":
    results = {}  # how long the guest waited
    results_unit = "seconds"
    for first in ("guest", "cook"):
        print(f"the {first} is first")
        condition, ready, seated, waited = Condition(), RawValue("b", False), Event(), RawValue("d")
        process = Process(target=guest, args=(condition, ready, seated, waited))
        if first == "cook":
            serve(condition, ready)
        process.start()
        seated.wait()
        if first == "guest":
            sleep(PAUSE)
            serve(condition, ready)
        process.join()
        results[f"{first} first"] = waited.value
