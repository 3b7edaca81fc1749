"""Holds the actors of one run at their gates, and lets one go on at a time.

    thread at a gate ── I am about to acquire lock ──►┐
    thread at a gate ── I am about to send ──────────►│ Controller ──► Moment ──► whoever chooses
    thread at a gate ◄──────────── go ────────────────┘      ▲─────── grant(actor) ───┘

Everybody stands still before anybody is chosen: so what happens between two operations happens without company, and
the same choices lead to the same run.
"""

import selectors
import socket
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from workers.actors import Actor, State, Tasks, is_task, natural, sleeps
from workers.deadlock import Holders, explain
from workers.ends import Ends
from workers.labelled import Things
from workers.steps import Moment, Said, Step, Touch, Waiting

_TICK = 0.02  # seconds between looks at those who do not come back
_INSIDE_AFTER = 0.03  # seconds of silence after which an operation that may wait out of sight is taken to wait
_OUT_AFTER = 0.5  # seconds of sleep after which an actor is taken to wait for something that is not ours
_SURE_AFTER = 0.3  # seconds of silence before those who wait out of sight are counted into a deadlock
_decode = msgspec.json.Decoder(Said).decode


class Controller:
    """The actors of one run. `pid` is the run's first process; `path` is where its gates find us."""

    def __init__(self, path: Path, *, max_seconds: float | None = None) -> None:
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(str(path))
        self._listener.listen(64)
        self._listener.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ, self._welcome)
        self._ends = Ends(self._selector, self._ended)
        self._pending: dict[socket.socket, bytes] = {}
        self._by_connection: dict[socket.socket, Actor] = {}
        self._expected_threads: set[str] = set()
        self._things = Things()
        self._holders = Holders()
        self._deadline = None if max_seconds is None else time.monotonic() + max_seconds
        self._tasks: dict[int, Tasks] = {}  # by the process that owns the Pool
        self._others: list[Actor] = []
        self._moment = Moment(())
        self.actors: dict[str, Actor] = {}
        self.now = 0.0  # virtual seconds
        self.steps: list[Step] = []
        self.facts: list[str] = []

    def begin(self, pid: int) -> None:
        """Expect the run's first process."""
        self._ends.expect(pid)

    def also_read(self, file: socket.socket, act: Callable[[], None]) -> None:
        """Call `act` while waiting, whenever `file` can be read."""
        self._selector.register(file, selectors.EVENT_READ, act)

    def stop_reading(self, file: socket.socket) -> None:
        """Call no more for `file`."""
        self._selector.unregister(file)

    def close(self) -> None:
        """Leave the actors to themselves; they end when they find out."""
        for connection in list(self._by_connection) + list(self._pending):
            connection.close()
        self._ends.close()
        self._listener.close()
        self._selector.close()

    # -- the rounds

    def next(self) -> Moment:
        """Wait until everybody stands still, and give what can be chosen then."""
        while True:
            if not self._await_quiet():
                return self._cut("it took too long")
            if all(actor.state is State.ENDED for actor in self.actors.values()) and not self._ends.expected:
                return self._keep(Moment((), over=True))
            self._ask()
            if self._pump(0):  # somebody came while we asked
                continue
            if (forced := self._forced()) is not None:
                self._let_go(forced, time_over=False)
                self._note(forced)
                continue
            moment = self._keep(Moment(tuple(map(self._view, self._at_gate()))))
            if moment.ready or any(one.seconds is not None for one in moment.waiting):
                return moment
            if (found := self._stuck()) is not None:
                return found

    def grant(self, name: str, *, time_over: bool = False) -> None:
        """Let an actor do what it is about to do; or, though it is not fulfilled, have its wait be over.

        Raises KeyError if there is no such actor at a gate, ValueError if it cannot go on.
        """
        actor = self.actors[name]
        if actor.state is not State.AT_GATE:
            raise KeyError(name)
        sleeping = actor.at.sleeps is not None
        if time_over and actor.at.patience is None and not sleeping:
            raise ValueError(f"{name} waits without a timeout")
        if not actor.ready and not time_over:
            raise ValueError(f"{name} cannot go on")
        view = next(one for one in self._moment.waiting if one.actor == name)
        time_over = time_over and not sleeping
        step = Step(name, view.op, view.label, view.line, (view.touch,), time_over, (), self._moment.waiting)
        self.steps.append(step)
        if time_over or sleeping:
            self.now = max(self.now, actor.deadline)
        self._let_go(actor, time_over=time_over)

    def _keep(self, moment: Moment) -> Moment:
        self._moment = moment
        return moment

    def _cut(self, why: str) -> Moment:
        return self._keep(Moment(tuple(map(self._view, self._at_gate())), cut=why))

    def _stuck(self) -> Moment | None:
        """Nobody is ready: give the deadlock, if it is one; None: something may still come from outside."""
        away = {actor.state for actor in self.actors.values()} & {State.INSIDE, State.OUT}
        if not away:
            return self._deadlock()
        if not self._pump(_SURE_AFTER) and State.OUT not in away:
            return self._deadlock()
        return None if not self._is_late() else self._cut("it waits for something outside of it")

    def _deadlock(self) -> Moment:
        blocked = [actor for actor in self.actors.values() if actor.state in (State.AT_GATE, State.INSIDE)]
        views = tuple(map(self._view, blocked))
        lines = {actor.name: self._holders.line(actor.at.on) for actor in blocked}
        return self._keep(Moment(views, deadlock=explain(views, lines)))

    def _forced(self) -> Actor | None:
        """Who goes on without anybody being asked."""
        ready = [actor for actor in self._at_gate() if actor.ready]
        return next((actor for actor in ready if not actor.at.choice), None)

    def _note(self, actor: Actor) -> None:
        """Remember that an actor's going on is part of the last step."""
        if self.steps:
            last = self.steps[-1]
            touches = last.touches if actor.at.op == "begin" else (*last.touches, self._touch(actor))
            self.steps[-1] = last._replace(touches=touches, others=(*last.others, actor.name))

    def _at_gate(self) -> list[Actor]:
        return sorted((a for a in self.actors.values() if a.state is State.AT_GATE), key=lambda a: natural(a.name))

    def _view(self, actor: Actor) -> Waiting:
        at = actor.at
        seconds = at.sleeps if at.sleeps is not None else at.patience
        because_of = () if actor.ready else self._in_the_way(actor)
        label = self._label(at)
        return Waiting(
            actor.name, actor.pid, at.op, label, at.line, actor.ready, self._touch(actor), seconds,
            at.sleeps is not None, not at.choice, because_of, actor.deadline - self.now,
        )  # fmt: skip

    def _label(self, at: Said) -> str:
        if at.op.startswith("Process."):
            return self._name_of(at.target) or at.thing.removeprefix("birth of ")
        return self._things.label(at.on) or self._things.label(at.thing, at.name)

    def _touch(self, actor: Actor) -> Touch:
        at = actor.at
        things = self._things.known_as(at.thing)
        kills = at.op in ("Process.terminate", "Process.kill")
        return Touch(things, at.reads, self._name_of(at.target) if kills else "")

    def _name_of(self, pid: int | None) -> str:
        return next((actor.name for actor in self.actors.values() if actor.pid == pid and actor.main), "")

    def _in_the_way(self, actor: Actor) -> tuple[str, ...]:
        if actor.at.op == "Process.join":
            return (self._name_of(actor.at.target),)
        held_by = self._holders.of(actor.at.on)
        if held_by:
            return held_by
        living = (other for other in self.actors.values() if other.state is not State.ENDED)
        return tuple(other.name for other in living if other is not actor and self._has_used(other, actor))

    def _has_used(self, other: Actor, actor: Actor) -> bool:
        """Whether another has done something to what an actor waits for, or is about to."""
        things = self._things.known_as(actor.at.thing)
        touched = (touch for step in self.steps if step.actor == other.name for touch in step.touches)
        return any(not things.isdisjoint(touch.things) for touch in (*touched, self._touch(other)))

    # -- letting go, and waiting until everybody stands still

    def _let_go(self, actor: Actor, *, time_over: bool) -> None:
        self._holders.granted(actor.name, actor.at, time_over=time_over)
        actor.state, actor.since = State.RUNNING, time.monotonic()
        self._tell(actor, "t" if time_over else "!")

    def _tell(self, actor: Actor, word: str) -> None:
        try:
            actor.connection.sendall(f"{word} {self.now!r} {self._tasks_of(actor.pid).over}\n".encode())
        except OSError:  # killed just now: the system tells us in a moment
            actor.state = State.OUT

    def _ask(self) -> None:
        """Learn who of those at their gates can go on."""
        for actor in self._at_gate():
            at = actor.at
            if at.op == "Process.join" and self._name_of(at.target):
                actor.ready = self._ends.has_ended(at.target)
            elif at.blocks:
                actor.asked = True
                self._tell(actor, "?")
        while any(actor.asked and actor.state is State.AT_GATE for actor in self.actors.values()):
            if not self._pump(_TICK) and self._is_late():
                return

    def _await_quiet(self) -> bool:
        """Whether everybody stood still before the run's time was over."""
        while self._is_somebody_running():
            if not self._pump(_TICK):
                self._look_after_the_silent()
            if self._is_late():
                return False
            if not self._is_somebody_running():
                # An end that came with the last arrival; or whoever waited out of sight for what has just happened.
                away = any(actor.state is State.INSIDE for actor in self.actors.values())
                while self._pump(_INSIDE_AFTER if away else 0):
                    pass
        return True

    def _is_late(self) -> bool:
        return self._deadline is not None and time.monotonic() > self._deadline

    def _is_somebody_running(self) -> bool:
        if self._ends.expected or self._expected_threads or any(map(Tasks.are_on_their_way, self._tasks.values())):
            return True
        return any(actor.state is State.RUNNING for actor in self.actors.values())

    def _look_after_the_silent(self) -> None:
        for actor in self.actors.values():
            if actor.state is not State.RUNNING:
                continue
            silence = time.monotonic() - actor.since
            if silence > _INSIDE_AFTER and actor.at.inside and sleeps(actor):
                actor.state = State.INSIDE
            elif silence > _OUT_AFTER and sleeps(actor):
                actor.state = State.OUT
                self._tell_fact(
                    f"what {actor.name} waits for" + (f" after line {actor.at.line}" if actor.at.line else "")
                )

    # -- what comes in

    def _pump(self, seconds: float) -> bool:
        """Take what comes, waiting for it at most so long; gives whether anything came."""
        found = self._selector.select(seconds)
        for key, _ in found:
            act = key.data
            act()
        return bool(found)

    def _welcome(self) -> None:
        connection, _ = self._listener.accept()
        self._pending[connection] = b""
        self._selector.register(connection, selectors.EVENT_READ, lambda: self._read(connection))

    def _read(self, connection: socket.socket) -> None:
        try:
            data = connection.recv(65536)
        except OSError:
            data = b""
        if not data:
            self._lost(connection)
            return
        *lines, self._pending[connection] = (self._pending[connection] + data).split(b"\n")
        for line in lines:
            try:
                self._heard(connection, _decode(line))
            except msgspec.MsgspecError:  # not one of our gates
                self._lost(connection)
                return

    def _lost(self, connection: socket.socket) -> None:
        self._selector.unregister(connection)
        self._pending.pop(connection, None)
        actor = self._by_connection.pop(connection, None)
        connection.close()
        if actor is not None and actor.state is not State.ENDED:
            actor.state = State.RUNNING if actor.main else State.ENDED  # a process is on its way out

    def _heard(self, connection: socket.socket, said: Said) -> None:
        if said.hello:
            self._met(connection, said)
            return
        actor = self._by_connection.get(connection)
        if actor is None:
            return
        for fact in said.facts:
            self._tell_fact(fact)
        if said.end:
            self._over(actor)
        elif said.facts:
            pass
        elif not said.op:
            actor.ready, actor.asked = said.ready, False
        else:
            self._arrived(actor, said)

    def _met(self, connection: socket.socket, said: Said) -> None:
        name, number = said.hello, 1
        while name in self.actors:
            number += 1
            name = f"{said.hello}#{number}"
        actor = Actor(name, said, connection)
        self.actors[name] = self._by_connection[connection] = actor
        self._expected_threads.discard(said.hello)
        if said.main:
            self._ends.met(said.pid)
        if is_task(name):
            self._tasks_of(said.parent).begun += 1

    def _arrived(self, actor: Actor, said: Said) -> None:
        if not said.deep:
            self._holders.came_back(actor.name, actor.at, got=said.got)
        actor.at, actor.state, actor.since = said, State.AT_GATE, time.monotonic()
        actor.ready, actor.asked = said.ready, False
        wait = said.sleeps if said.sleeps is not None else said.patience
        actor.deadline = self.now + (wait or 0.0)
        tasks = self._tasks_of(actor.pid)
        tasks.given, tasks.workers, tasks.since = said.tasks, said.workers, actor.since
        for pid in said.born:
            self._ends.expect(pid)
        self._expected_threads |= {name for name in said.threads if name not in self.actors}
        for made in said.made:
            self._things.add(*made, pid=actor.pid)

    def _tell_fact(self, fact: str) -> None:
        if fact not in self.facts:
            self.facts.append(fact)

    def _tasks_of(self, owner: int) -> Tasks:
        return self._tasks.setdefault(owner, Tasks())

    def _over(self, actor: Actor) -> None:
        actor.state = State.ENDED
        if is_task(actor.name):
            self._tasks_of(actor.parent).over += 1

    def _ended(self, pid: int) -> None:
        """A process has really ended, and all its threads with it."""
        for actor in self.actors.values():
            if actor.pid == pid:
                self._last_step_ends(actor)
                if is_task(actor.name) and actor.state is not State.ENDED:
                    self._tasks_of(actor.parent).lost += 1
                actor.state = State.ENDED

    def _last_step_ends(self, actor: Actor) -> None:
        """The last step of a process is also what changes whether it is alive."""
        end = Touch(frozenset({f"process {actor.pid}"}), reads=False)
        for index in range(len(self.steps) - 1, -1, -1):
            step = self.steps[index]
            if actor.name == step.actor or actor.name in step.others:
                self.steps[index] = step._replace(touches=(*step.touches, end))
                return
