"""How many schedules a second are explored, and what many of them leave: `python -m tests.bench_explore [N]`."""

import os
import random
import sys
import tempfile
import time
from pathlib import Path

import psutil

from tests.scheduler.runs import run_of
from workers.explore import Exploration, Plan
from workers.nursery import Nursery
from workers.sampling import Walk
from workers.session import Run

EXHAUSTIVE: tuple[tuple[str, dict[str, int]], ...] = (
    ("manager/lost_update", {"PROCESSES": 2}),
    ("manager/lost_update", {"PROCESSES": 2, "USE_LOCK": True}),
    ("manager/lost_update", {"PROCESSES": 3}),
)


def main(schedules: int = 100) -> None:
    """Print a table, and what is left after so many schedules of a script with two processes."""
    print(f"{'exhaustive':44} {'schedules':>9} {'outcomes':>8} {'complete':>8} {'per second':>10}")
    for name, constants in EXHAUSTIVE:
        *_, found = Exploration(Plan(run_of(name, "fork", **constants), None, exhaustive=True))
        title = f"{name} {' '.join(f'{key}={value}' for key, value in constants.items())}"
        rate = found.schedules / found.seconds
        print(
            f"{title:44} {found.schedules:9} {len(found.ways):8} {'yes' if found.exhausted else 'no':>8} {rate:10.1f}"
        )
    run = run_of("locks/value", PROCESSES=2, TIMES=1)
    print(f"{schedules} random schedules of locks/value with two processes: {_random(run, schedules)}")


def _random(run: Run, schedules: int) -> str:
    before = _traces()
    began = time.monotonic()
    with Nursery(run) as nursery:
        for seed in range(schedules):
            nursery.run(Walk(random.Random(seed)))
    seconds = time.monotonic() - began
    left = _traces() - before
    return f"{schedules / seconds:.1f} a second; left behind: {', '.join(sorted(left)) or 'nothing'}"


def _traces() -> set[str]:
    """Processes below us, folders of runs, semaphores and shared memory."""
    processes = {str(child.pid) for child in psutil.Process(os.getpid()).children(recursive=True)}
    folders = {str(path) for path in Path(tempfile.gettempdir()).glob("ipc-lab-*")}
    shared = {str(path) for path in Path("/dev/shm").glob("*")} if Path("/dev/shm").is_dir() else set()
    return processes | folders | shared


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
