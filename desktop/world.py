"""The state of a run at a moment: every process, and every thing that processes use. Pure.

Nothing is replayed: each part of the state is found in the recording's indexes by bisection, so any moment of a
recording of a million operations takes as long as any other, and a run that is still going on needs no care.
"""

import enum
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from desktop.meaning import meaning
from desktop.recording import NEVER, NOBODY, Op, Process, Recording
from desktop.things import Thing
from desktop.things_at import things_at
from workers.lens.events import Role

# An operation that may wait is shown as waiting if it takes longer than this; below, it did what it does.
WAIT_AT_LEAST = 50_000  # nanoseconds
HELPERS = frozenset({Role.FORKSERVER, Role.RESOURCE_TRACKER})
_SERVING = frozenset({Role.POOL_WORKER, Role.EXECUTOR_WORKER, Role.MANAGER_SERVER})


class Standing(enum.StrEnum):
    """How a process stands."""

    UNBORN = "unborn"
    STARTING = "starting"
    RUNNING = "running"
    BLOCKED = "blocked"
    IDLE = "idle"  # a worker or a server without work
    ENDED = "ended"


class ProcessState(NamedTuple):
    """A process at a moment. `op` is the operation it is in, or was in last; `since` is since when it stands so.

    `waits_for` is the object that it waits for, `waits_for_process` the process, each NOBODY (-1) if none.
    """

    process: Process
    standing: Standing
    since: int
    op: Op | None = None
    inside: bool = False
    waits_for: int = NOBODY
    waits_for_process: int = NOBODY
    file: int = 0
    line: int = 0

    @property
    def number(self) -> int:
        """The process's number."""
        return self.process.number


class Wait(NamedTuple):
    """A process waits, for a thing or (NOBODY) for a process to end; `of` are those who could end the wait."""

    process: int
    thing: int
    of: tuple[int, ...]


class World(NamedTuple):
    """Everything at a moment."""

    moment: int
    processes: tuple[ProcessState, ...]
    things: tuple[Thing, ...]

    def state(self, number: int) -> ProcessState | None:
        """A process's state by its number."""
        return next((state for state in self.processes if state.number == number), None)


def world_at(recording: Recording, moment: int, *, hood: bool = False) -> World:
    """The state at a moment. With `hood`, helper processes and what things are made of are in it too."""
    processes = tuple(
        state_of(recording, process, moment) for process in recording.in_order() if hood or process.role not in HELPERS
    )
    waiting: dict[int, list[ProcessState]] = defaultdict(list)
    for state in processes:
        if state.waits_for != NOBODY and (hood or state.standing is Standing.BLOCKED):
            waiting[state.waits_for].append(state)
    queues = {
        thing: tuple(s.number for s in sorted(states, key=lambda s: s.since)) for thing, states in waiting.items()
    }
    return World(moment, processes, things_at(recording, moment, queues, hood=hood))


def state_of(recording: Recording, process: Process, moment: int) -> ProcessState:
    """How one process stands."""
    if moment < process.born:
        return ProcessState(process, Standing.UNBORN, 0)
    if moment >= process.ended:
        return ProcessState(process, Standing.ENDED, process.ended)
    if moment < process.started:
        return ProcessState(process, Standing.STARTING, process.born)
    op = current(recording, process, moment)
    if op is None:
        since, standing = process.started, Standing.RUNNING
        if process.role in _SERVING:
            standing = Standing.IDLE
        return ProcessState(process, standing, since)
    inside = op.ended is None or op.ended > moment
    if not inside or not waits(op):
        ended = op.began if op.ended is None else op.ended
        since = op.began if inside else ended
        standing = Standing.IDLE if process.role in _SERVING and not inside else Standing.RUNNING
        return ProcessState(process, standing, since, op, inside, file=op.file, line=op.line)
    standing = Standing.IDLE if process.role in _SERVING and op.depth else Standing.BLOCKED
    return ProcessState(process, standing, op.began, op, True, op.object, op.target, op.file, op.line)


def waits(op: Op) -> bool:
    """Whether an operation is one that waited for somebody, and long enough to say so.

    One that has not ended is only told of when it lasts.
    """
    return meaning(op.name).waits and (op.ended is None or op.ended - op.began >= WAIT_AT_LEAST)


def current(recording: Recording, process: Process, moment: int) -> Op | None:
    """The operation of the script's that a process is in, or was in last. Its main thread comes first.

    Of workers and servers, which the script asks nothing directly, it is the deeper operation.
    """
    found: int | None = None
    for (thread, level), track in sorted(process.tracks.items()):
        if level and (found is not None or process.role not in _SERVING):
            continue
        row = track.latest(moment)
        if row is None:
            continue
        if found is None or (thread and recording.ended[row] > moment and recording.ended[found] <= moment):
            found = row
        if thread == 0 and level == 0 and recording.ended[row] > moment:
            break
    return None if found is None else recording.op(found)


def lines_at(recording: Recording, moment: int, file: int = 0) -> dict[int, int]:
    """The line of a file that each living process is on, as far as is known. File 0 is the script."""
    lines: dict[int, int] = {}
    for process in recording.in_order():
        if process.born <= moment < process.ended:
            op = current(recording, process, moment)
            if op is not None and op.line and op.file == file:
                lines[process.number] = op.line
    return lines


def waits_in(world: World, recording: Recording) -> tuple[Wait, ...]:
    """Who waits, and for whom: the holder of a lock, a process to be joined, whoever is known to use the other end."""
    alive = {s.number for s in world.processes if s.standing not in (Standing.ENDED, Standing.UNBORN)}
    found = []
    for state in world.processes:
        if state.standing is not Standing.BLOCKED:
            continue
        if state.waits_for_process != NOBODY:
            of: Sequence[int] = (state.waits_for_process,)
        else:
            of = _could_end(recording, world, state)
        found.append(Wait(state.number, state.waits_for, tuple(n for n in of if n in alive and n != state.number)))
    return tuple(found)


def deadlocked(world: World, recording: Recording) -> tuple[Wait, ...]:
    """The waits of those who wait for each other and for nobody else, for ever; () if there are none.

    Only of what can be known: a wait that has not ended as far as is known, and whose every helper waits, too.
    """
    known = {
        wait.process: wait
        for wait in waits_in(world, recording)
        if wait.of and (state := world.state(wait.process)) and state.op and state.op.ended is None
    }
    while True:
        kept = {number: wait for number, wait in known.items() if all(other in known for other in wait.of)}
        if len(kept) == len(known):
            return tuple(kept.values())
        known = kept


def _could_end(recording: Recording, world: World, state: ProcessState) -> tuple[int, ...]:
    for thing in world.things:
        if getattr(thing, "number", NOBODY) == state.waits_for:
            holders = getattr(thing, "holders", None)
            if holders:
                return tuple(holders)
    thing_number = state.waits_for
    made = recording.objects.get(thing_number)
    others: list[int] = [thing_number]
    if made is not None and made.kind == "Connection" and made.whole is not None:
        others = [end for end in recording.parts.get(made.whole, ()) if end != thing_number]
    users = {
        recording.process[row]
        for other in others
        if other in recording.uses
        for timed in recording.uses[other].by_effect.values()
        for row in timed.rows[-64:]
    }
    return tuple(sorted(users - {state.number}))


def next_moment(recording: Recording, moment: int) -> int:
    """The next moment at which something visible begins or ends; the end of the recording if there is none."""
    best = NEVER
    for process in recording.processes.values():
        for time in (process.born, process.started, process.ended):
            if moment < time < best:
                best = time
        for (_, level), track in process.tracks.items():
            if level:
                continue
            place = track.count(moment)
            if place < len(track):
                best = min(best, track.times[place])
            if place:
                ended = recording.ended[track.rows[place - 1]]
                if moment < ended < best:
                    best = ended
    return min(best, recording.end) if best != NEVER else recording.end


def previous_moment(recording: Recording, moment: int) -> int:
    """The last moment before at which something visible began or ended; 0 if there is none."""
    best = 0
    for process in recording.processes.values():
        for time in (process.born, process.started, process.ended):
            if best < time < moment:
                best = time
        for (_, level), track in process.tracks.items():
            if level:
                continue
            place = track.count_before(moment)
            for row in track.rows[max(0, place - 2) : place]:
                for time in (recording.began[row], recording.ended[row]):
                    if best < time < moment:
                        best = time
    return best
