"""Running a script under the lens and collecting what it recorded, for the tests in this folder."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from workers.lens.events import AnyEvent, Operation, ProcessEnded, ProcessStarted
from workers.lens.tail import Tail

STAND_IN = Path(__file__).with_name("stand_in.py")
METHODS = ("fork", "spawn", "forkserver")
SHARED_MEMORY = Path("/dev/shm")


class Watched(NamedTuple):
    exit_code: int
    stdout: str
    stderr: str
    events: list[AnyEvent]

    def operations(self, *names: str) -> list[Operation]:
        """The last word on each operation of these names (all, if none is given), in order of beginning."""
        last = {event.number: event for event in self.events if isinstance(event, Operation)}
        return sorted((one for one in last.values() if not names or one.name in names), key=lambda one: one.began)

    def processes(self) -> dict[str, ProcessStarted]:
        return {event.name: event for event in self.events if isinstance(event, ProcessStarted)}

    def exit_codes(self) -> dict[int, int]:
        return {event.process: event.exit_code for event in self.events if isinstance(event, ProcessEnded)}


@contextmanager
def flight_folder() -> Iterator[Path]:
    where = SHARED_MEMORY if SHARED_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=where, prefix="lens-test-") as folder:
        yield Path(folder)


def run(script: Path, flights: Path | None, method: str = "-", *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(STAND_IN), str(flights or "-"), method, str(script), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=script.parent)


def rest(tail: Tail) -> list[AnyEvent]:
    """All that there is left to read, when a run is over."""
    events: list[AnyEvent] = []
    while batch := tail.read(0.5, everything=True):
        events += batch
    return events


def watch(script: Path, method: str = "-", *arguments: str) -> Watched:
    with flight_folder() as flights:
        done = run(script, flights, method, *arguments)
        events = rest(Tail(flights))
    return Watched(done.returncode, done.stdout, done.stderr, events)


def until(condition: object, seconds: float = 20) -> None:
    """Wait for a condition to hold."""
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)
