"""A Lock is a semaphore of the system and needs no socket; a Manager's Lock is a server asked through one."""

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


def microseconds(lock):
    began = perf_counter()
    for _ in range(TIMES):
        lock.acquire()
        lock.release()
    return (perf_counter() - began) / TIMES * 1e6


if __name__ == "__main__":
    print(f"sockets at first:    {open_sockets()}")
    lock = Lock()
    print(f"Lock, its name:      {lock._semlock.name or 'none'}")
    print(f"Lock, its memory:    {', '.join(semaphore_files())}")
    print(f"sockets with a Lock: {open_sockets()}")
    results = {"Lock": microseconds(lock)}
    results_unit = "microseconds"
    for address in (None, ("127.0.0.1", 0)):
        with SyncManager(address) as manager:
            lock = manager.Lock()
            label = f"Manager, {address_type(manager.address)}"
            results[label] = microseconds(lock)
            print(f"{label + ':':20} {manager.address}")
            print(f"sockets with it:     {open_sockets()}")
