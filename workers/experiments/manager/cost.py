"""What one update costs: here, in shared memory, or in a Manager."""

from multiprocessing import Lock, Manager, RawValue, Value
from time import perf_counter

UPDATES = 2_000  # how often each way is timed


def update_dict(numbers):
    numbers["n"] += 1


def update_raw(number):
    number.value += 1


def update_locked(number):
    with number.get_lock():
        number.value += 1


def only_lock(lock):
    with lock:
        pass


if __name__ == "__main__":
    results = {}
    results_unit = "seconds for an update"
    with Manager() as manager:
        for name, update, target in (
            ("dict", update_dict, {"n": 0}),
            ("shared memory", update_raw, RawValue("q", 0)),
            ("lock alone", only_lock, Lock()),
            ("Value with lock", update_locked, Value("q", 0)),
            ("Manager's dict", update_dict, manager.dict(n=0)),
            ("Manager's lock", only_lock, manager.Lock()),
        ):
            began = perf_counter()
            for _ in range(UPDATES):
                update(target)
            results[name] = (perf_counter() - began) / UPDATES
            print(f"{name:16} {results[name] * 1e6:8.2f} microseconds")
