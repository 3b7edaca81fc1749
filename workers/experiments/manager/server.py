"""A Manager is a server: a process of its own, with an address."""

from multiprocessing import active_children
from multiprocessing.managers import SyncManager
from os import getpid
from time import perf_counter

CALLS = 200  # how many calls are timed


def seconds(function, *args):
    began = perf_counter()
    function(*args)
    return perf_counter() - began


if __name__ == "__main__":
    print(f"parent is process {getpid()}")
    results = {}
    results_unit = "seconds for a call"
    # None: a file socket, or a Windows pipe. Port 0: any port that is free.
    for name, address in (("local", None), ("network", ("127.0.0.1", 0))):
        manager = SyncManager(address)
        manager.start()
        with manager:
            print(f"{name} server is process {active_children()[0].pid}")
            print(f"  address {manager.address}")
            shared = manager.list([1])
            # The first call connects, and both sides prove that they know the key.
            results[f"{name}, 1st call"] = seconds(shared.__getitem__, 0)
            later = [seconds(shared.__getitem__, 0) for _ in range(CALLS)]
            results[f"{name}, later"] = sum(later) / CALLS
