"""What a run tells its front end, and what a front end may ask of a run.

Messages go one way, from the supervisor to whoever holds the session; commands, few and small, go the other
way. Both are plain frozen values, encoded as one msgpack value after a four-byte length. Times are seconds
since the run began.
"""

import enum
from typing import Literal

import msgspec

Stream = Literal["stdout", "stderr"]
TIME_OVER = " (time over)"  # behind a name in a schedule: its wait or its sleep was ended, though not fulfilled
Results = dict[str, float | list[float]]


class Message(msgspec.Struct, frozen=True, tag=True):
    """Something that happened to a run."""


class Started(Message, frozen=True):
    """The host process exists. `pid` also names its process group on POSIX.

    `start_method` is the default that the script was given.
    """

    pid: int
    start_method: str
    watched: bool


class ProcessSeen(Message, frozen=True):
    """A process of the run was noticed. `number` counts them in order of birth; the host is 0.

    `name` is multiprocessing's own ("Process-1", "ForkPoolWorker-3") where the run is watched; it may come later, in
    a second message. Otherwise it is empty, since a process that is not watched does not say its name.
    """

    pid: int
    number: int
    name: str = ""


class ProcessGone(Message, frozen=True):
    """A process ended. `exit_code` is negative for a signal, None where it is not known, or not yet."""

    pid: int
    exit_code: int | None


class Printed(Message, frozen=True):
    """Text that a process wrote: whole lines, or a part of a line that has waited long enough to be shown.

    `pid` is what the kernel says of the writer; 0 on systems whose kernel does not say.
    """

    at: float
    pid: int
    stream: Stream
    text: str


class Skipped(Message, frozen=True):
    """Output beyond the limit is being counted, not kept. `characters` is the total so far."""

    characters: int


class Progress(Message, frozen=True):
    """How the run stands, a few times a second. `born` counts every process noticed so far."""

    at: float
    alive: int
    born: int


class Watched(Message, frozen=True):
    """A batch of what the lens recorded, each an encoded `workers.lens.events` value."""

    events: tuple[msgspec.Raw, ...]


class AtGate(msgspec.Struct, frozen=True):
    """An actor of a controlled run that stands before an operation.

    `actor` is its stable name ("main", "Process-1", "task 3"). `label` is what the script calls the thing that the
    operation is done to. One that is not `ready` waits because of the actors in `because_of`, as far as that is known.
    `seconds` is how long it is ready to wait, or, if it `sleeps`, how long it wants to; None: for ever.
    """

    actor: str
    pid: int
    op: str
    label: str
    line: int
    ready: bool
    because_of: tuple[str, ...] = ()
    seconds: float | None = None
    sleeps: bool = False


class Standstill(Message, frozen=True):
    """In a controlled run nobody goes on any more: somebody is to be chosen. `steps` is how many have been granted."""

    steps: int
    gates: tuple[AtGate, ...]


class Granted(Message, frozen=True):
    """An actor goes on with its operation, as step number `steps`; with `time_over`, its wait is over instead."""

    steps: int
    actor: str
    op: str
    label: str
    line: int
    time_over: bool = False

    @property
    def entry(self) -> str:
        """What stands for it in a schedule."""
        return self.actor + TIME_OVER if self.time_over else self.actor


class BlockedAt(msgspec.Struct, frozen=True):
    """One who waits in a deadlock, for whom, and the line where they got what it waits for (0: not known)."""

    actor: str
    op: str
    label: str
    line: int
    waits_for: tuple[str, ...]
    held_at: int = 0


class Deadlocked(Message, frozen=True):
    """Nobody can ever go on. In `cycle` each waits for the next and the last for the first; () if there is no ring."""

    blocked: tuple[BlockedAt, ...]
    cycle: tuple[str, ...]


class Strayed(Message, frozen=True):
    """A schedule cannot be followed: its entry at place `steps` cannot be granted. The rest of it is dropped."""

    steps: int
    entry: str
    why: str


class WayFound(msgspec.Struct, frozen=True):
    """How a run can end: what kind of end, in words; how many schedules led there, and the shortest of them."""

    kind: Literal["results", "output", "exception", "deadlock", "cut"]
    text: str
    schedules: int
    shortest: tuple[str, ...]


class Found(Message, frozen=True):
    """What exploring a script has found so far; the last one is `finished`.

    `exhausted`: every schedule that can make a difference has been seen; otherwise it is a sample. `usual` is the text
    of the outcome when everybody goes on as long as they can. `not_controlled` names what the schedules say nothing of,
    `diverged` counts runs that did not do again what they had done. `note` says why it could not be explored.
    """

    schedules: int
    ways: tuple[WayFound, ...]
    exhausted: bool
    seconds: float
    finished: bool = False
    usual: str = ""
    diverged: int = 0
    not_controlled: tuple[str, ...] = ()
    note: str = ""


class EndReason(enum.StrEnum):
    """Why a run is over."""

    FINISHED = "finished"  # the script came to its own end, well or not
    STOPPED = "stopped"  # somebody asked for it
    TOO_MANY_PROCESSES = "too_many_processes"  # it went over the limit on processes
    TOO_LONG = "too_long"  # it went over the limit on time
    LOST = "lost"  # the supervisor died; the front end ended the run in its place
    NOT_STARTED = "not_started"  # the host could not be started; `note` says why


class Finished(Message, frozen=True):
    """The run is over and nothing of it is left. Always the last message, and always sent once.

    `exit_code` is the script's own (negative for a signal), None if it never started. `seconds` is the time the
    script took by its own clock, without the start of the interpreter; None if it did not come to its end.
    `start_method` is what the script ended with: its own choice, if it made one.
    `left_over` counts processes that outlived the script and were ended. `skipped` counts characters of output
    that were not kept, `dropped` events that were not recorded. `note` is a detail in English, for experts.
    """

    reason: EndReason
    exit_code: int | None
    seconds: float | None
    wall_seconds: float
    results: Results = {}
    results_unit: str = ""
    start_method: str = ""
    born: int = 0
    left_over: int = 0
    skipped: int = 0
    dropped: int = 0
    note: str = ""


class Command(msgspec.Struct, frozen=True, tag=True):
    """Something a front end asks of a run."""


class Start(Command, frozen=True):
    """Run this. The first command that a supervisor gets, and only once.

    `run_file` is what is executed and `script` the file as the person knows it: the two differ for an edited copy.
    `standard_streams` are descriptors that the script gets as its own (a terminal's); None: its output is read.
    `record_bytes` is how much each process may record, 0 for nothing. The run is controlled if it is to `step` or has a
    `schedule`, which is followed first.
    """

    run_file: str
    script: str
    arguments: tuple[str, ...]
    start_method: str
    working_folder: str
    record_bytes: int
    max_processes: int
    max_characters: int
    max_seconds: float | None
    standard_streams: tuple[int, int, int] | None
    step: bool = False
    schedule: tuple[str, ...] | None = None


class Stop(Command, frozen=True):
    """End every process of the run, now."""


class Interrupt(Command, frozen=True):
    """Send SIGINT to the run, as Ctrl+C in a terminal does."""


class Explore(Command, frozen=True):
    """Run this script under many schedules: at most so many (None: as there are), in order only or also by chance."""

    script: str
    source: str | None
    arguments: tuple[str, ...]
    start_method: str | None
    working_folder: str
    schedules: int | None
    exhaustive: bool
    seed: int


class Grant(Command, frozen=True):
    """Let an actor of a controlled run go on. What cannot be granted is ignored."""

    actor: str


class TimeOver(Command, frozen=True):
    """Let an actor's wait or sleep be over, if it has a timeout."""

    actor: str


class RunTo(Command, frozen=True):
    """Let all go on until another of them comes to this line of the script."""

    line: int


class LetRun(Command, frozen=True):
    """Let all go on to the end."""


class Hold(Command, frozen=True):
    """Stop at the next standstill what RunTo or LetRun has begun."""


SteeringCommand = Grant | TimeOver | RunTo | LetRun | Hold
AnyMessage = (
    Started
    | ProcessSeen
    | ProcessGone
    | Printed
    | Skipped
    | Progress
    | Watched
    | Standstill
    | Granted
    | Deadlocked
    | Strayed
    | Found
    | Finished
)
AnyCommand = Start | Stop | Interrupt | Explore | Grant | TimeOver | RunTo | LetRun | Hold
