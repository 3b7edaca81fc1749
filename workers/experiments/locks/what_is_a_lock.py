"""A Lock is a semaphore of the system and needs no socket; a Manager's Lock is reached through one."""

import re
import sys
from multiprocessing import Lock
from multiprocessing.connection import address_type
from multiprocessing.managers import SyncManager
from pathlib import Path
from time import perf_counter

TIMES = 2_000  # how often each lock is taken and given back
on_linux = sys.platform == "linux"  # the only system that tells what a process has open


def open_sockets():
    return sum(file.is_socket() for file in Path("/proc/self/fd").iterdir()) if on_linux else "not told"


def semaphore_files():
    return re.findall(r"/\S*/sem\..+", Path("/proc/self/maps").read_text()) if on_linux else ["not told"]


def seconds(lock):
    began = perf_counter()
    for _ in range(TIMES):
        lock.acquire()
        lock.release()
    return (perf_counter() - began) / TIMES


if __name__ == "__main__":
    print(f"sockets at first:  {open_sockets()}")
    lock = Lock()
    print(f"Lock, name:  {lock._semlock.name or 'none'}")
    print(f"Lock, file:  {', '.join(semaphore_files())}")
    print(f"sockets with Lock: {open_sockets()}")
    results = {"Lock": seconds(lock)}
    results_unit = "seconds"
    for address in (None, ("127.0.0.1", 0)):
        with SyncManager(address) as manager:
            lock = manager.Lock()
            label = f"Manager, {address_type(manager.address)}"
            results[label] = seconds(lock)
            print(f"{label}: {manager.address}")
            print(f"  sockets: {open_sockets()}")
