"""The actors of a controlled run, as the controller knows them."""

import enum
import os
import socket
import time
from pathlib import Path

from workers.steps import Said

_TAKEN_WITHIN = 5.0  # seconds that a Pool's worker gets to start and take a task


class State(enum.Enum):
    """Where an actor is."""

    RUNNING = enum.auto()
    AT_GATE = enum.auto()
    INSIDE = enum.auto()  # in an operation that only another actor can end, out of sight
    OUT = enum.auto()  # it waits for the outside world, or for something that has no gates
    ENDED = enum.auto()


class Actor:
    """One thread of the script's."""

    def __init__(self, name: str, hello: Said, connection: socket.socket) -> None:
        self.name = name
        self.pid = hello.pid
        self.tid = hello.tid
        self.main = hello.main and not is_task(name)
        self.parent = hello.parent
        self.connection = connection
        self.state = State.RUNNING
        self.since = time.monotonic()
        self.at = Said()
        self.deadline = 0.0  # in virtual time
        self.ready = False
        self.asked = False


class Tasks:
    """The tasks of a process's Pools: given to workers, begun, over, and lost with a worker that was killed."""

    def __init__(self) -> None:
        self.given = self.workers = self.begun = self.over = self.lost = 0
        self.since = 0.0

    def are_on_their_way(self) -> bool:
        """Whether a worker is about to take one."""
        running = self.begun - self.over - self.lost
        waits = self.begun < self.given and running < self.workers
        return waits and time.monotonic() - self.since < _TAKEN_WITHIN


def is_task(name: str) -> bool:
    """Whether an actor is a task of a Pool."""
    return name.startswith("task ")


def natural(name: str) -> tuple[bool, int, str]:
    """Order "main" first, and "task 2" before "task 10"."""
    return name != "main", len(name), name


def sleeps(actor: Actor) -> bool:
    """Whether a thread waits in the system, as far as the system tells."""
    try:
        stat = Path(f"/proc/{actor.pid}/task/{actor.tid}/stat").read_bytes()
    except OSError:
        return not Path("/proc/self").exists() or not os.path.exists(f"/proc/{actor.pid}")  # noqa: PTH110
    return stat[stat.rindex(b")") + 2 :][:1] == b"S"
