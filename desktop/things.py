"""What processes use, at a moment: pipes, queues, locks and the others, as plain values.

A number is an object's or a process's, as in the recording. Lists of what may be many are cut at `MOST`; `many`
beside them says how many there are.
"""

from typing import NamedTuple

MOST = 24  # messages, items or tasks that are listed of each thing


class Message(NamedTuple):
    """Something on its way: what `row` sent. `began` and `sent` are when it started to go in and when it was in.

    `received` is when it will have come out and `receiver` who takes it, as far as the recording knows.
    """

    row: int
    sender: int
    receiver: int
    began: int
    sent: int
    received: int
    value: str
    size: int


class Way(NamedTuple):
    """One direction of a pipe: from one end to the other. `waiting` are processes that wait at the far end."""

    from_end: int
    to_end: int
    messages: tuple[Message, ...]
    many: int
    waiting: tuple[int, ...]


class Pipe(NamedTuple):
    """A pipe, with the labels of its two ends."""

    number: int
    label: str
    ends: tuple[str, str]
    ways: tuple[Way, ...]


class Queue(NamedTuple):
    """A queue of any kind, with what is in it, the oldest first. `size` is the most that it takes, 0 for no limit."""

    number: int
    label: str
    kind: str
    items: tuple[Message, ...]
    many: int
    size: int
    waiting: tuple[int, ...]


class Lock(NamedTuple):
    """A lock or semaphore. `free` is how many more can get it, `most` how many there were at first."""

    number: int
    label: str
    kind: str
    holders: tuple[int, ...]
    since: int
    waiting: tuple[int, ...]
    free: int
    most: int


class Flag(NamedTuple):
    """An event: set or not, and who waits for it."""

    number: int
    label: str
    is_set: bool
    waiting: tuple[int, ...]


class Gathering(NamedTuple):
    """A barrier or condition: who waits at it. `parties` is how many a barrier waits for, 0 for a condition."""

    number: int
    label: str
    kind: str
    waiting: tuple[int, ...]
    parties: int
    holders: tuple[int, ...] = ()


class Call(NamedTuple):
    """A call of a managed object that is going on: to the server, and back with the answer."""

    row: int
    process: int
    name: str
    verb: str
    value: str
    began: int
    ended: int


class Managed(NamedTuple):
    """An object that a manager's server holds, with the last that was seen of its value."""

    number: int
    label: str
    kind: str
    value: str
    changed: int
    used: int
    calls: tuple[Call, ...]


class Server(NamedTuple):
    """A manager's server process and what it holds."""

    process: int
    objects: tuple[Managed, ...]


class Task(NamedTuple):
    """A task of a pool in a worker. `ended` may lie after the moment."""

    row: int
    worker: int
    value: str
    began: int
    ended: int


class Pool(NamedTuple):
    """A pool of processes: tasks that wait, that are worked on, and that are done."""

    number: int
    label: str
    kind: str
    workers: tuple[int, ...]
    waiting: int
    tasks: tuple[Task, ...]
    done: int
    submitted: int
    awaited: tuple[int, ...]


class Shared(NamedTuple):
    """A Value, an Array or shared memory, with the last that was seen of it."""

    number: int
    label: str
    kind: str
    value: str
    by: int


Thing = Pipe | Queue | Lock | Flag | Gathering | Server | Pool | Shared
