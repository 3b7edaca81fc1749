"""What has been recorded of a run so far: append-only, in columns, with an index for every question that is asked.

    events ──► Recording.tell ──► columns (a row for each operation)
                                  tracks  (a process's thread: its rows in order)
                                  uses    (an object's: what went in and out, who has it)

A row costs about a hundred bytes, so that a million operations fit well into memory. Nothing here computes a state:
`desktop.world` asks the indexes for the state at a moment, by bisection, so any moment is as near as any other.
Times are nanoseconds since the run began to be observed.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from desktop.meaning import Effect, meaning
from desktop.texts import Texts
from desktop.timed import Timed
from workers.lens.events import (
    AnyEvent,
    Delivered,
    Dropped,
    FileSeen,
    ObjectMade,
    Operation,
    Outcome,
    ProcessEnded,
    ProcessStarted,
    Role,
    ThreadSeen,
    Uncaught,
    Unseen,
)

NEVER = 2**62  # the end of what has not ended
NOBODY = -1
LEVELS = 3  # depths that are told apart: the script's own operations, those underneath, and all below
_OUTCOMES = tuple(Outcome)
_CODES = {outcome: code for code, outcome in enumerate(_OUTCOMES)}
_DONE, _PENDING = _CODES[Outcome.DONE], _CODES[Outcome.PENDING]
# When an effect shows: what goes in is there from the beginning of the operation, what comes out is gone at its end.
_AT_BEGIN = frozenset({Effect.PUT, Effect.RELEASE, Effect.SET, Effect.CLEAR, Effect.SUBMIT, Effect.NOTIFY})
# What is of interest while it is going on, however it will end: shows at once, at the beginning.
_AT_ONCE = frozenset({Effect.TASK, Effect.CALL})

# Functions of the script that something underneath calls: they are what the script does, however deep they lie.
_SCRIPT_S = frozenset({"Pool.callback", "Pool.error_callback"})


class Op(NamedTuple):
    """A row, as one reads it. `ended` is None for an operation that has not ended, as far as is known."""

    row: int
    process: int
    thread: int
    name: str
    began: int
    ended: int | None
    outcome: Outcome
    object: int
    target: int
    file: int
    line: int
    depth: int
    size: int
    value: str
    exception: str


class Process:
    """A process of the run, and its operations by thread and level."""

    __slots__ = (
        "ended",
        "exit_code",
        "holds",
        "name",
        "number",
        "parent",
        "pid",
        "requested",
        "role",
        "started",
        "tracks",
    )

    def __init__(self, number: int) -> None:
        self.number = number
        self.pid = 0
        self.name = ""
        self.role = Role.MAIN if number == 0 else Role.CHILD
        self.parent: int | None = None
        self.requested = NEVER  # when its parent began to start it
        self.started = NEVER  # when it was there itself
        self.ended = NEVER
        self.exit_code: int | None = None
        self.tracks: dict[tuple[int, int], Timed] = {}  # (thread, level) -> rows by begin
        self.holds = Timed()  # rows that got a lock, by when they had it

    @property
    def born(self) -> int:
        """When it began to be, as far as is known."""
        return min(self.requested, self.started)


class Uses:
    """What is done to one object: for each effect the rows that had it, by the time at which it showed."""

    __slots__ = ("by_effect", "calls", "users")

    def __init__(self) -> None:
        self.by_effect: dict[Effect, Timed] = defaultdict(Timed)
        self.calls = 0
        self.users: dict[int, int] = {}  # processes that used it, in order of their first use, and how deep that was


class Recording:
    """See the module's first lines."""

    def __init__(self) -> None:
        self.processes: dict[int, Process] = {}
        self.objects: dict[int, ObjectMade] = {}
        self.parts: dict[int, list[int]] = {}  # whole -> its parts
        self.direct: set[int] = set()  # objects that the script itself did something with
        self.uses: dict[int, Uses] = defaultdict(Uses)
        self.files: dict[int, str] = {}
        self.threads: dict[tuple[int, int], str] = {}
        self.uncaught: list[Uncaught] = []
        self.unseen: list[Unseen] = []
        self.dropped: dict[int, int] = {}
        self.end = 0  # the latest moment that anything is known of
        self.version = 0  # changes when anything is added
        self.structure = 0  # changes when a process or an object is added
        self.numbers: dict[int, int] = {}  # process id -> number by birth, as the supervisor counts: gives the colour
        self.names: list[str] = []
        self.began, self.ended = array("q"), array("q")
        self.process, self.object, self.target, self.line = array("i"), array("i"), array("i"), array("i")
        self.name, self.thread, self.file = array("H"), array("H"), array("H")
        self.outcome, self.depth = array("B"), array("B")
        self.size, self._value = array("q"), array("q")
        self.peer = array("i")  # the row that received what a row sent, and the other way; a release for an acquire
        self.tasks: dict[int, Timed] = defaultdict(Timed)  # a pool's worker -> its tasks by begin
        self.tasks_of_job: dict[tuple[int, str], int] = defaultdict(int)  # the pool's process, job -> tasks seen
        self._exceptions: dict[int, str] = {}
        self._texts = Texts()
        self._rows: dict[int, int] | array[int] = array("i")  # by the number of the operation
        self._codes: dict[str, int] = {}
        self._meanings: list[Effect] = []
        self.waits: list[bool] = []  # for each name, whether the operation may wait for somebody
        self._open_holds: dict[tuple[int, int], list[int]] = defaultdict(list)  # process, object -> rows
        self._undelivered: dict[int, list[Delivered]] = defaultdict(list)
        self._tellers = {
            Operation: self._operation,
            ObjectMade: self._object,
            ProcessStarted: self._started,
            ProcessEnded: self._ended,
            ThreadSeen: self._thread_seen,
            FileSeen: self._file_seen,
            Delivered: self._delivered,
            Uncaught: self._uncaught,
            Unseen: self._unseen,
            Dropped: self._dropped,
        }

    def __len__(self) -> int:
        """How many operations there are."""
        return len(self.began)

    def tell(self, events: Iterable[AnyEvent]) -> None:
        """Take in what is new. Event types that are not known, of a newer version, are passed over."""
        tellers = self._tellers
        for event in events:
            teller = tellers.get(type(event))
            if teller is not None:
                teller(event)  # type: ignore[operator]
        self.version += 1

    def op(self, row: int) -> Op:
        """A row, read."""
        ended = self.ended[row]
        return Op(
            row,
            self.process[row],
            self.thread[row],
            self.names[self.name[row]],
            self.began[row],
            None if ended == NEVER else ended,
            _OUTCOMES[self.outcome[row]],
            self.object[row],
            self.target[row],
            self.file[row],
            self.line[row],
            self.depth[row],
            self.size[row],
            self._texts.read(self._value[row]),
            self._exceptions.get(row, ""),
        )

    def name_of(self, row: int) -> str:
        """A row's operation, by name."""
        return self.names[self.name[row]]

    def value_of(self, row: int) -> str:
        """What moved, as a short text."""
        return self._texts.read(self._value[row])

    def process_of(self, number: int) -> Process:
        """A process by its number, known or still to be told of."""
        known = self.processes.get(number)
        if known is None:
            known = self.processes[number] = Process(number)
            self.structure += 1
        return known

    def is_script_s(self, made: ObjectMade) -> bool:
        """Whether an object is one of the script's own: it has a name there, or was used there, or a part of it was."""
        return (
            made.label != f"{made.kind} {made.object}"
            or made.object in self.direct
            or any(part in self.direct for part in self.parts.get(made.object, ()))
        )

    def shown(self, number: int) -> int:
        """The number that gives a process its colour, the same as everywhere in the window."""
        process = self.processes.get(number)
        return self.numbers.get(process.pid, number) if process is not None else number

    def in_order(self) -> Sequence[Process]:
        """All processes by order of birth."""
        return [self.processes[number] for number in sorted(self.processes)]

    # -- what is told

    def _operation(self, event: Operation) -> None:
        row = self._row(event.number)
        if row < 0:
            row = self._new_row(event)
        elif self.outcome[row] != _PENDING:
            return
        ended = event.ended
        if ended is None:
            self.end = max(self.end, event.began)
            return
        self.ended[row] = ended
        self.outcome[row] = _CODES[event.outcome]
        self.size[row] = event.size
        if event.value:
            self._value[row] = self._texts.keep(event.value)
        if event.exception:
            self._exceptions[row] = event.exception
        self.end = max(self.end, ended)
        effect = self._meanings[self.name[row]]
        if effect is Effect.TASK:
            self._count_task(event)
        elif effect and effect not in _AT_ONCE and event.object is not None and event.outcome is Outcome.DONE:
            self._effect(row, effect, event.object, event.began if effect in _AT_BEGIN else ended)

    def _new_row(self, event: Operation) -> int:
        row = len(self.began)
        self._set_row(event.number, row)
        code = self._codes.get(event.name)
        if code is None:
            code = self._codes[event.name] = len(self.names)
            self.names.append(event.name)
            self._meanings.append(meaning(event.name).effect)
            self.waits.append(meaning(event.name).waits)
        self.began.append(event.began)
        self.ended.append(NEVER)
        self.process.append(event.process)
        self.object.append(NOBODY if event.object is None else event.object)
        self.target.append(NOBODY if event.target is None else event.target)
        self.line.append(event.line)
        self.name.append(code)
        self.thread.append(min(event.thread, 0xFFFF))
        self.file.append(event.file)
        self.outcome.append(_PENDING)
        self.depth.append(min(event.depth, 255))
        self.size.append(0)
        self._value.append(self._texts.keep(event.value) if event.value else 0)
        self.peer.append(NOBODY)
        process = self.process_of(event.process)
        key = event.thread, 0 if event.name in _SCRIPT_S else min(event.depth, LEVELS - 1)
        track = process.tracks.get(key)
        if track is None:
            track = process.tracks[key] = Timed()
        track.add(event.began, row)
        if self._meanings[code] is Effect.TASK:
            self.tasks[event.process].add(event.began, row)
        if event.object is not None:
            uses = self.uses[event.object]
            uses.calls += 1
            if uses.users.get(event.process, LEVELS) > event.depth:
                uses.users[event.process] = event.depth
                self.structure += 1
            if event.depth == 0:
                self.direct.add(event.object)
            if self._meanings[code] is Effect.CALL:
                uses.by_effect[self._meanings[code]].add(event.began, row)
        if event.target is not None and event.name == "Process.start":
            target = self.process_of(event.target)
            target.requested = min(target.requested, event.began)
        if event.number in self._undelivered:
            for delivered in self._undelivered.pop(event.number):
                self._delivered(delivered)
        return row

    def _effect(self, row: int, effect: Effect, thing: int, at: int) -> None:
        self.uses[thing].by_effect[effect].add(at, row)
        if effect is Effect.ACQUIRE:
            process = self.process[row]
            self.processes[process].holds.add(at, row)
            self._open_holds[process, thing].append(row)
        elif effect is Effect.RELEASE:
            holds = self._open_holds.get((self.process[row], thing))
            if holds:
                self.peer[holds.pop()] = row

    def _count_task(self, event: Operation) -> None:
        """Count the tasks of a pool's job, which a task's text begins with: "3.0 work(4)"."""
        job, point, _ = event.value.partition(".")
        parent = self.process_of(event.process).parent
        if point and job.isdigit() and parent is not None:
            self.tasks_of_job[parent, job] += 1

    def _row(self, number: int) -> int:
        rows = self._rows
        return rows[number] if number < len(rows) else NOBODY

    def _set_row(self, number: int, row: int) -> None:
        rows = self._rows
        assert isinstance(rows, array)
        missing = number - len(rows) + 1
        if missing > 0:
            rows.extend([NOBODY] * missing)
        rows[number] = row

    def _object(self, event: ObjectMade) -> None:
        if event.object not in self.objects:
            self.structure += 1
        self.objects[event.object] = event
        if event.whole is not None and event.object not in self.parts.setdefault(event.whole, []):
            self.parts[event.whole].append(event.object)
        self.end = max(self.end, event.at)

    def _started(self, event: ProcessStarted) -> None:
        process = self.process_of(event.process)
        if event.name or not process.name:  # told again by one who knows less: its parent may have named it already
            process.pid, process.name, process.role, process.parent = event.pid, event.name, event.role, event.parent
        process.started = min(process.started, event.at)
        self.end = max(self.end, event.at)
        self.structure += 1

    def _ended(self, event: ProcessEnded) -> None:
        process = self.process_of(event.process)
        process.ended = min(process.ended, event.at)
        process.exit_code = event.exit_code
        self.end = max(self.end, event.at)

    def _thread_seen(self, event: ThreadSeen) -> None:
        self.threads[event.process, event.thread] = event.name

    def _file_seen(self, event: FileSeen) -> None:
        self.files[event.file] = event.path

    def _delivered(self, event: Delivered) -> None:
        sent, received = self._row(event.sent), self._row(event.received)
        if sent < 0 or received < 0:
            self._undelivered[event.sent if sent < 0 else event.received].append(event)
            return
        self.peer[sent], self.peer[received] = received, sent

    def _uncaught(self, event: Uncaught) -> None:
        self.uncaught.append(event)

    def _unseen(self, event: Unseen) -> None:
        self.unseen.append(event)

    def _dropped(self, event: Dropped) -> None:
        self.dropped[event.process] = event.operations
