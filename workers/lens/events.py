"""What can be recorded of a run: tiny frozen values, in the past tense.

For the supervisor and the front ends only: an observed process never imports this. Times are nanoseconds since the
run's first process began to be observed. Numbers of processes, objects, files and operations count within a run:
process 0 is the script itself.

An operation that may last is told twice, with the same number: when it is seen to be going on (`ended` is None), and
when it is over. Later replaces earlier. Parents may be told after their children.
"""

import enum

import msgspec


class Role(enum.StrEnum):
    """What a process is there for."""

    MAIN = "main"
    CHILD = "child"
    POOL_WORKER = "pool worker"
    MANAGER_SERVER = "manager server"
    EXECUTOR_WORKER = "executor worker"
    FORKSERVER = "forkserver"
    RESOURCE_TRACKER = "resource tracker"
    FORKED = "forked"


class Outcome(enum.StrEnum):
    """How an operation ended."""

    DONE = "done"
    REFUSED = "refused"  # it answered no: a lock not got, a wait timed out, nothing to read
    RAISED = "raised"
    PENDING = "pending"  # it has not ended


class Event(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Something that happened in an observed process."""


class ProcessStarted(Event, frozen=True):
    """A process is being observed. Told again, with the same number, when more of it is known."""

    at: int
    process: int
    pid: int
    parent: int | None
    name: str
    role: Role
    start_method: str = ""


class ProcessEnded(Event, frozen=True):
    """A process has come to its end. `exit_code` is negative for a signal.

    Told by the process itself as it leaves, or by its parent if it could not; never twice with the same code.
    """

    at: int
    process: int
    exit_code: int


class ThreadSeen(Event, frozen=True):
    """A thread recorded its first operation. Thread 0 is the one that the process began with."""

    process: int
    thread: int
    name: str


class FileSeen(Event, frozen=True):
    """A source file that operations are asked for in. File 0 is the script."""

    file: int
    path: str


class ObjectMade(Event, frozen=True):
    """An object that operations are done on, the same in all processes that hold it.

    `label` is the name that the script's assignment gave it, or its kind and a number. `whole` is the object that it
    is a part of (a Queue, for its pipe and locks; a pipe, for its two ends), and `part` what it is there.
    """

    at: int
    object: int
    process: int
    kind: str
    label: str
    file: int
    line: int
    whole: int | None = None
    part: str = ""
    detail: str = ""


class Operation(Event, frozen=True):
    """One operation of multiprocessing's, as the script sees it or as another operation makes it underneath.

    `object` is the object it was done on; for a Process's operations `target` is that process instead. `line` is the
    script's, 0 if no line of the script asked for it (a feeder thread, a handler of a Pool). `depth` 0 is an
    operation that the script itself asked for; a deeper one happened inside of `parent`, as far as that is known.
    `size` is bytes moved; `value` a short text of what moved, or of what an exception said.
    """

    number: int
    process: int
    thread: int
    name: str
    began: int
    ended: int | None
    outcome: Outcome
    object: int | None = None
    target: int | None = None
    file: int = 0
    line: int = 0
    depth: int = 0
    parent: int | None = None
    size: int = 0
    value: str = ""
    exception: str = ""


class Delivered(Event, frozen=True):
    """What one operation sent is what another received."""

    sent: int
    received: int


class Uncaught(Event, frozen=True):
    """An exception ended a process, or a thread of it."""

    at: int
    process: int
    thread: int
    exception: str
    text: str
    file: int
    line: int


class Unseen(Event, frozen=True):
    """Something in a process could not be observed. `what` is a name, `why` a detail in English, for experts."""

    process: int
    what: str
    why: str


class Dropped(Event, frozen=True):
    """Operations of a process were not recorded for lack of space. `operations` is the total so far."""

    process: int
    operations: int


AnyEvent = (
    ProcessStarted
    | ProcessEnded
    | ThreadSeen
    | FileSeen
    | ObjectMade
    | Operation
    | Delivered
    | Uncaught
    | Unseen
    | Dropped
)
