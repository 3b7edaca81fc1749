"""What a controlled run is made of: who waits at a gate, for what, and the steps that were granted.

An actor is a thread of the script's: a process's main thread, another thread, or a task of a Pool. Its name is stable
from run to run ("main", "Process-1", "Process-1/Thread-1", "task 3"), so a list of names is a schedule.
"""

from typing import NamedTuple

import msgspec

from workers.messages import TIME_OVER


class Said(msgspec.Struct):
    """One line from a thread at its gate; see workers/lens/gate.py."""

    hello: str = ""
    pid: int = 0
    tid: int = 0
    main: bool = True
    parent: int = 0
    op: str = ""
    thing: str = ""
    on: str = ""
    name: str = ""
    line: int = 0
    choice: bool = True
    deep: bool = False
    reads: bool = False
    ready: bool = True
    blocks: bool = False
    patience: float | None = None
    sleeps: float | None = None
    target: int | None = None
    inside: bool = False
    got: bool = True
    made: list[tuple[str, str, str, int]] = []
    born: list[int] = []
    threads: list[str] = []
    facts: list[str] = []
    tasks: int = 0
    workers: int = 0
    end: bool = False


class Touch(NamedTuple):
    """What an operation is done to, and whether it only looks. `actor` is whoever it may kill."""

    things: frozenset[str]
    reads: bool
    victim: str = ""

    def conflicts(self, other: "Touch") -> bool:
        """Whether the order of two operations may matter."""
        return not (self.reads and other.reads) and not self.things.isdisjoint(other.things)


class Waiting(NamedTuple):
    """An actor at its gate. `label` is what the script calls the thing; `because_of` who stands in its way.

    `seconds` is how long it is ready to wait, or to sleep, None: for ever; `seconds_left` how much of that is left in
    virtual time. `forced`: it goes on as soon as it can, and
    nobody is asked.
    """

    actor: str
    pid: int
    op: str
    label: str
    line: int
    ready: bool
    touch: Touch
    seconds: float | None = None
    sleeps: bool = False
    forced: bool = False
    because_of: tuple[str, ...] = ()
    seconds_left: float = 0.0


class Step(NamedTuple):
    """An operation that was granted, after which everybody stood still again. `others` went on because of it."""

    actor: str
    op: str
    label: str
    line: int
    touches: tuple[Touch, ...]
    time_over: bool
    others: tuple[str, ...]
    waiting: tuple[Waiting, ...]  # before it

    @property
    def entry(self) -> str:
        """What stands for it in a schedule."""
        return self.actor + TIME_OVER if self.time_over else self.actor


class Blocked(NamedTuple):
    """One who waits in a deadlock, and for whom. `held_at` is the line where they got it, 0 if unknown."""

    actor: str
    op: str
    label: str
    line: int
    waits_for: tuple[str, ...]
    held_at: int = 0


class Deadlock(NamedTuple):
    """Nobody can go on. In `cycle` each waits for the next, and the last for the first; () if there is no ring."""

    blocked: tuple[Blocked, ...]
    cycle: tuple[str, ...]


class Moment(NamedTuple):
    """Everybody stands still: the controller's turn. Nobody ready: `deadlock`, or only time can end a wait."""

    waiting: tuple[Waiting, ...]
    deadlock: Deadlock | None = None
    over: bool = False
    cut: str = ""  # why the run is not followed any further

    @property
    def ready(self) -> tuple[str, ...]:
        """Who can be granted a step."""
        return tuple(one.actor for one in self.waiting if one.ready)
