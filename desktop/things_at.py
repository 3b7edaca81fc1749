"""Every thing that processes use, as it is at a moment: found in the recording's indexes."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import NamedTuple

from desktop.meaning import Effect, meaning
from desktop.recording import NEVER, NOBODY, Recording, Uses
from desktop.things import (
    MOST,
    Call,
    Flag,
    Gathering,
    Lock,
    Managed,
    Message,
    Pipe,
    Pool,
    Queue,
    Server,
    Shared,
    Task,
    Thing,
    Way,
)
from desktop.timed import Timed
from workers.lens.events import ObjectMade, Role

QUEUES = frozenset({"Queue", "SimpleQueue", "JoinableQueue"})
LOCKS = frozenset({"Lock", "RLock", "Semaphore", "BoundedSemaphore"})
POOLS = frozenset({"Pool", "Executor", "ProcessPoolExecutor"})
SHARED = frozenset({"Value", "Array", "SharedMemory", "ShareableList"})
_WORKERS = frozenset({Role.POOL_WORKER, Role.EXECUTOR_WORKER})
_JOBS = frozenset({"AsyncResult", "Future"})
_WHILE_MADE = 10**9  # nanoseconds: a pool is told of when it is made, after its workers have been started
_NOTHING = Timed()
_UNUSED = Uses()


class At(NamedTuple):
    """A moment of a recording, and who waits for what at it, in order of arrival."""

    recording: Recording
    moment: int
    waiting: Mapping[int, tuple[int, ...]]

    def timed(self, thing: int, effect: Effect) -> Timed:
        """What had an effect on a thing."""
        uses = self.recording.uses.get(thing)
        return uses.by_effect.get(effect, _NOTHING) if uses is not None else _NOTHING

    def waiters(self, *things: int) -> tuple[int, ...]:
        """Who waits for one of these."""
        return tuple(number for thing in things for number in self.waiting.get(thing, ()))


def things_at(
    recording: Recording, moment: int, waiting: Mapping[int, tuple[int, ...]], *, hood: bool = False
) -> tuple[Thing, ...]:
    """All things that there are at the moment, in the order in which they were made. `hood`: parts of things, too."""
    at = At(recording, moment, waiting)
    found: list[Thing] = []
    for made in sorted(recording.objects.values(), key=lambda made: (made.at, made.object)):
        reader = reader_of(made.kind.removeprefix("managed "))
        if made.at <= moment and reader is not None and is_shown(recording, made, hood=hood):
            found.append(reader(at, made))
    return (*found, *_servers(at))


def is_shown(recording: Recording, made: ObjectMade, *, hood: bool) -> bool:
    """Whether an object is a thing that is shown. With `hood` what things are made of is shown, too."""
    if reader_of(made.kind.removeprefix("managed ")) is None:
        return False
    return hood or (made.whole is None and recording.is_script_s(made))


Reader = Callable[[At, ObjectMade], Thing]


def reader_of(kind: str) -> Reader | None:
    """What reads the state of things of a kind, None for a kind that has none."""
    if kind == "Pipe":
        return _pipe
    if kind in QUEUES:
        return _queue
    if kind in LOCKS:
        return _lock
    if kind in POOLS:
        return _pool
    if kind in SHARED:
        return _shared
    others: dict[str, Reader] = {"Event": _flag, "Barrier": _gathering, "Condition": _gathering}
    return others.get(kind)


def _pipe(at: At, made: ObjectMade) -> Pipe:
    ends = sorted(at.recording.parts.get(made.object, ()), key=lambda end: at.recording.objects[end].part)[:2]
    labels = [at.recording.objects[end].label for end in ends]
    ways = []
    if len(ends) == 2:
        for one, other in ((ends[0], ends[1]), (ends[1], ends[0])):
            sent, taken = at.timed(one, Effect.PUT), at.timed(other, Effect.TAKE)
            messages, count = _on_the_way(at, sent, taken)
            ways.append(Way(one, other, messages, count, at.waiters(other)))
    labels += [""] * (2 - len(labels))
    return Pipe(made.object, made.label, (labels[0], labels[1]), tuple(ways))


def _queue(at: At, made: ObjectMade) -> Queue:
    put, taken = at.timed(made.object, Effect.PUT), at.timed(made.object, Effect.TAKE)
    items, count = _on_the_way(at, put, taken)
    size = _number(made.detail)
    waiting = at.waiters(made.object)
    return Queue(made.object, made.label, made.kind, items, count, size if size < 2**15 else 0, waiting)


def _on_the_way(at: At, put: Timed, taken: Timed) -> tuple[tuple[Message, ...], int]:
    """What has gone in and not come out: what goes in first comes out first."""
    first, last = taken.count(at.moment), put.count(at.moment)
    messages = []
    recording = at.recording
    for place in range(first, min(last, first + MOST)):
        row = put.rows[place]
        receiver = recording.peer[row]
        if receiver == NOBODY and place < len(taken):
            receiver = taken.rows[place]
        known = receiver != NOBODY
        messages.append(
            Message(
                row,
                recording.process[row],
                recording.process[receiver] if known else NOBODY,
                recording.began[row],
                recording.ended[row],
                recording.ended[receiver] if known else NEVER,
                recording.value_of(row),
                recording.size[row],
            )
        )
    return tuple(messages), max(0, last - first)


def _lock(at: At, made: ObjectMade) -> Lock:
    first, _, most = made.detail.partition("/")
    start = _number(first, 1)
    got, given = at.timed(made.object, Effect.ACQUIRE), at.timed(made.object, Effect.RELEASE)
    acquired, released = got.count(at.moment), given.count(at.moment)
    out = max(0, acquired - released)
    recording = at.recording
    holders: list[int] = []
    since = 0
    for place in range(acquired - 1, max(-1, acquired - 1 - 4 * MOST), -1):
        if len(holders) >= out:
            break
        row = got.rows[place]
        release = recording.peer[row]
        if release == NOBODY or recording.began[release] > at.moment:
            holders.append(recording.process[row])
            since = recording.ended[row]
    holders.reverse()
    if made.kind == "RLock":
        holders = list(dict.fromkeys(holders))
    exclusive = made.kind in {"Lock", "RLock"}
    free = (0 if out else 1) if exclusive else max(0, start + released - acquired)
    waiting = at.waiters(made.object)
    return Lock(
        made.object,
        made.label,
        made.kind,
        tuple(holders),
        since,
        waiting,
        free,
        1 if exclusive else _number(most, start),
    )


def _flag(at: At, made: ObjectMade) -> Flag:
    set_, cleared = at.timed(made.object, Effect.SET), at.timed(made.object, Effect.CLEAR)
    row, other = set_.latest(at.moment), cleared.latest(at.moment)
    is_set = row is not None and (other is None or at.recording.began[other] < at.recording.began[row])
    return Flag(made.object, made.label, is_set, at.waiters(made.object))


def _gathering(at: At, made: ObjectMade) -> Gathering:
    holders: tuple[int, ...] = ()
    if made.kind == "Condition":
        for part in at.recording.parts.get(made.object, ()):
            if at.recording.objects[part].part == "_lock":
                holders = _lock(at, at.recording.objects[part]).holders
    parties = _number(made.detail) if made.kind == "Barrier" else 0
    return Gathering(made.object, made.label, made.kind, at.waiters(made.object), parties, holders)


def _shared(at: At, made: ObjectMade) -> Shared:
    row = at.timed(made.object, Effect.SHARE).latest(at.moment)
    value = at.recording.value_of(row) if row is not None else made.detail
    return Shared(made.object, made.label, made.kind, value, at.recording.process[row] if row is not None else NOBODY)


def _servers(at: At) -> list[Server]:
    """The managers' servers, with the objects that their proxies were seen to use."""
    servers = [
        process
        for process in at.recording.in_order()
        if process.role is Role.MANAGER_SERVER and process.born <= at.moment < process.ended
    ]
    if not servers:
        return []
    held: dict[int, list[Managed]] = defaultdict(list)
    for number, made in at.recording.objects.items():
        uses = at.recording.uses.get(number)
        if made.at > at.moment or not made.kind.startswith("managed ") or reader_of(made.kind[8:]) is not None:
            continue
        home = next((server.number for server in servers if server.number == made.process), servers[0].number)
        held[home].append(_managed(at, made, uses or _UNUSED))
    return [Server(server.number, tuple(held[server.number])) for server in servers]


def _managed(at: At, made: ObjectMade, uses: Uses) -> Managed:
    recording, calls = at.recording, uses.by_effect[Effect.CALL]
    begun = calls.count(at.moment)
    value, changed = "", -1
    going_on: list[Call] = []
    for place in range(begun - 1, max(-1, begun - 1 - 8 * MOST), -1):
        row = calls.rows[place]
        ended = recording.ended[row]
        if ended > at.moment:
            going_on.append(_call(recording, row))
        elif ended > changed and recording.value_of(row):
            value, changed = _seen(recording.name_of(row), recording.value_of(row)), ended
    return Managed(
        made.object,
        made.label,
        made.kind.removeprefix("managed "),
        value,
        max(0, changed),
        begun,
        tuple(reversed(going_on[:MOST])),
    )


def _seen(name: str, value: str) -> str:
    """What a call tells of what an object holds: "'left': 4"."""
    method = name.rpartition(".")[2]
    if method == "__setitem__":
        return value.replace(", ", ": ", 1)
    return value.replace(" → ", ": ", 1) if method in {"__getitem__", "get"} else value


def _call(recording: Recording, row: int) -> Call:
    name = recording.name_of(row)
    return Call(
        row,
        recording.process[row],
        name.rpartition(".")[2],
        meaning(name).verb,
        recording.value_of(row),
        recording.began[row],
        recording.ended[row],
    )


def _pool(at: At, made: ObjectMade) -> Pool:
    recording = at.recording
    workers = [
        process
        for process in recording.in_order()
        if process.role in _WORKERS and process.parent == made.process and process.born >= made.at - _WHILE_MADE
    ]
    begun, done, tasks = 0, 0, []
    for worker in workers:
        rows = recording.tasks.get(worker.number, _NOTHING)
        count = rows.count(at.moment)
        begun += count
        done += count
        if count and recording.ended[rows.rows[count - 1]] > at.moment:
            row = rows.rows[count - 1]
            done -= 1
            tasks.append(Task(row, worker.number, recording.value_of(row), recording.began[row], recording.ended[row]))
    handed = sum(
        max(1, recording.tasks_of_job.get((made.process, recording.objects[job].detail), 0))
        for job in recording.parts.get(made.object, ())
        if recording.objects[job].at <= at.moment and recording.objects[job].kind in _JOBS
    )
    alive = tuple(worker.number for worker in workers if worker.born <= at.moment < worker.ended)
    waiting, awaited = max(0, handed - begun), at.waiters(made.object, *recording.parts.get(made.object, ()))
    return Pool(made.object, made.label, made.kind, alive, waiting, tuple(tasks), done, handed, awaited)


def _number(text: str, otherwise: int = 0) -> int:
    return int(text) if text.lstrip("-").isdigit() else otherwise
