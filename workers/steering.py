"""A controlled run inside the supervisor: follows a schedule, then does what the front end says.

front end ── Grant, TimeOver, RunTo, LetRun, Hold ──► Steering ── grant ──► Controller ◄──► gates
front end ◄── Standstill, Granted, Deadlocked, Strayed ──┘
"""

import contextlib
import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from workers.control import Controller
from workers.dpor import first
from workers.messages import (
    TIME_OVER,
    AtGate,
    BlockedAt,
    Command,
    Deadlocked,
    Grant,
    Granted,
    Hold,
    LetRun,
    Message,
    RunTo,
    Standstill,
    SteeringCommand,
    Strayed,
    TimeOver,
)
from workers.steps import Moment, Waiting


class Steering:
    """Steers one run. `step`: wait for commands once the schedule is at its end; otherwise go on by a rule.

    `tell` passes messages on; it is called in a thread of ours.
    """

    def __init__(self, path: Path, schedule: Sequence[str], *, step: bool, tell: Callable[[Message], None]) -> None:
        self._control = Controller(path)
        self._schedule = list(schedule)
        self._step = step
        self._tell = tell
        self._commands: queue.SimpleQueue[SteeringCommand] = queue.SimpleQueue()
        self._free: LetRun | RunTo | None = None if step else LetRun()  # what lets it go on without being asked
        self._stood_there: set[str] = set()  # who was at the line when it was asked to run to it

    def begin(self, pid: int) -> None:
        """Steer the run whose first process this is, from a thread of its own."""
        self._control.begin(pid)
        threading.Thread(target=self._steer, daemon=True).start()

    def obey(self, command: Command) -> None:
        """Take a command of the front end's. For any thread."""
        if isinstance(command, SteeringCommand):
            self._commands.put(command)

    def _steer(self) -> None:
        with contextlib.suppress(OSError):  # the front end is gone: nobody is left to steer for
            while not (moment := self._control.next()).over:
                if moment.deadlock is not None:
                    self._tell(_deadlocked(moment))
                    self._hear_nothing_more()
                    return
                self._tell(Standstill(len(self._control.steps), tuple(map(_at_gate, moment.waiting))))
                self._go_on(moment)
        self._control.close()

    def _hear_nothing_more(self) -> None:
        """Whoever is in a deadlock stays there, until the run is ended."""
        while True:
            self._commands.get()

    def _go_on(self, moment: Moment) -> None:
        """Grant one step, sooner or later."""
        entry = self._from_schedule(moment) or self._chosen(moment)
        name = entry.removesuffix(TIME_OVER)
        self._control.grant(name, time_over=name != entry)
        step = self._control.steps[-1]
        self._tell(Granted(len(self._control.steps), step.actor, step.op, step.label, step.line, step.time_over))

    def _from_schedule(self, moment: Moment) -> str | None:
        if not self._schedule:
            return None
        entry = self._schedule.pop(0)
        why = _cannot(moment, entry)
        if not why:
            return entry
        self._schedule.clear()
        self._tell(Strayed(len(self._control.steps), entry, why))
        return None

    def _chosen(self, moment: Moment) -> str:
        """Wait for a command that can be carried out; or, while it runs freely, choose."""
        self._take_commands()
        while True:
            if self._free is not None and (entry := self._by_rule(moment)):
                return entry
            self._free = None
            match self._commands.get():
                case Grant(actor) if not _cannot(moment, actor):
                    return actor
                case TimeOver(actor) if not _cannot(moment, actor + TIME_OVER):
                    return actor + TIME_OVER
                case RunTo() | LetRun() as free:
                    self._let_run(free, moment)

    def _take_commands(self) -> None:
        """While it runs freely, hear whether it is to stop that; what else was asked for is out of date."""
        with contextlib.suppress(queue.Empty):
            while self._free is not None and self._step:
                if isinstance(self._commands.get_nowait(), Hold):
                    self._free = None

    def _let_run(self, free: LetRun | RunTo, moment: Moment) -> None:
        self._free = free
        line = free.line if isinstance(free, RunTo) else 0
        self._stood_there = {one.actor for one in moment.waiting if one.line == line}

    def _by_rule(self, moment: Moment) -> str | None:
        """Choose as exploring does first; None if somebody has come to the line that it is to run to."""
        if isinstance(self._free, RunTo):
            there = {one.actor for one in moment.waiting if one.line == self._free.line}
            if there - self._stood_there:
                return None
            self._stood_there &= there
        return first(moment, set(), self._control.steps)


def _cannot(moment: Moment, entry: str) -> str:
    """Say why an entry of a schedule cannot be followed now; "" if it can."""
    name = entry.removesuffix(TIME_OVER)
    one = next((one for one in moment.waiting if one.actor == name), None)
    if one is None:
        return f"{name} is not there"
    if name != entry:
        return "" if one.seconds is not None else f"{name} waits in {one.op} at line {one.line}, without a timeout"
    what = f"{one.op} of {one.label}" if one.label else one.op
    return "" if one.ready else f"{name} waits in {what} at line {one.line}{_for(one)}"


def _for(one: Waiting) -> str:
    return f" for {', '.join(one.because_of)}" if any(one.because_of) else ""


def _at_gate(one: Waiting) -> AtGate:
    return AtGate(
        one.actor, one.pid, one.op, one.label, one.line, one.ready, one.because_of, one.seconds, one.sleeps
    )  # fmt: skip


def _deadlocked(moment: Moment) -> Deadlocked:
    assert moment.deadlock is not None
    blocked = tuple(
        BlockedAt(one.actor, one.op, one.label, one.line, one.waits_for, one.held_at) for one in moment.deadlock.blocked
    )
    return Deadlocked(blocked, moment.deadlock.cycle)
