"""Which send belongs to which receive: the arrows between processes.

A pipe keeps its messages in order, so the nth that went in at one end is the nth that came out at the other. Several
writers on one end are told apart by what they sent, where times leave it open. The two ends of a network connection
know nothing of each other; what makes them a pair is that one received what the other sent, which for a Manager is
the challenge of random bytes that begins each of its connections.
"""

import itertools
from collections import defaultdict, deque
from typing import NamedTuple

from .events import Delivered, ObjectMade, Operation, Outcome

SENDS = {"Connection.send", "Connection.send_bytes"}
RECEIVES = {"Connection.recv", "Connection.recv_bytes", "Connection.recv_bytes_into"}
PUTS = {"Queue.put"}
QUEUES = {"Queue", "JoinableQueue", "SimpleQueue"}
_NEAR = 16  # messages among which a receive looks for the one it got
_LATE = 1_000_000_000  # nanoseconds after which a send that is not told will not be: its process was killed before
_UNIQUE = 16  # bytes of a message that may identify a connection


class _Message(NamedTuple):
    number: int
    process: int
    parent: int | None
    size: int
    value: str
    began: int
    ended: int


class _Stream:
    """One direction of a pipe: what went in and has not come out yet, and the other way round."""

    def __init__(self) -> None:
        self.sent: deque[_Message] = deque()
        self.received: deque[_Message] = deque()


class Matcher:
    """Finds what was delivered, from events in about the order of their times."""

    def __init__(self) -> None:
        self._objects: dict[int, ObjectMade] = {}
        self._ends: dict[int, tuple[int, int]] = {}  # end -> its pipe, and which end of it
        self._streams: defaultdict[tuple[int, int], _Stream] = defaultdict(_Stream)  # by pipe and receiving end
        self._unknown: dict[int, list[tuple[bool, _Message]]] = {}  # connection -> its messages, until it has a peer
        self._first: dict[tuple[bool, int, str], int] = {}  # the first message of a connection -> the connection
        self._puts: defaultdict[tuple[int, int], deque[int]] = defaultdict(deque)  # process, queue -> puts not fed yet
        self._fed: defaultdict[tuple[int, int], deque[tuple[int, int]]] = defaultdict(deque)  # -> sends and their gets

    def meet(self, made: ObjectMade) -> None:
        """Learn of an object."""
        self._objects[made.object] = made
        whole = self._objects.get(made.whole or 0)
        if whole is not None and whole.kind == "Pipe" and made.part in ("0", "1"):
            self._ends[made.object] = whole.object, int(made.part)

    def take(self, operation: Operation) -> list[Delivered]:
        """Learn of an operation that has ended; gives what is known of deliveries now."""
        if operation.outcome is not Outcome.DONE or operation.object is None:
            return []
        if operation.name in PUTS:
            return self._put(operation)
        sends = operation.name in SENDS
        if not sends and operation.name not in RECEIVES:
            return []
        one = operation
        ended = one.ended if one.ended is not None else one.began
        message = _Message(one.number, one.process, one.parent, one.size, one.value, one.began, ended)
        if operation.object in self._ends:
            return self._moved(operation.object, message, sends=sends)
        return self._meet_peer(operation.object, message, sends=sends)

    def _moved(self, end: int, message: _Message, *, sends: bool) -> list[Delivered]:
        pipe, which = self._ends[end]
        stream = self._streams[pipe, 1 - which if sends else which]
        (stream.sent if sends else stream.received).append(message)
        found = []
        while stream.sent and stream.received:
            received = stream.received.popleft()
            near = [one for one in itertools.islice(stream.sent, _NEAR) if one.began <= received.ended]
            same = [one for one in near if (one.size, one.value) == (received.size, received.value)]
            if same or len(near) == _NEAR:
                sent = (same or near)[0]
                stream.sent.remove(sent)
                found += self._delivered(pipe, sent, received)
            elif stream.sent[-1].began < received.ended + _LATE:  # its send is not told yet
                stream.received.appendleft(received)
                break
        return found

    def _delivered(self, pipe: int, sent: _Message, received: _Message) -> list[Delivered]:
        found = [Delivered(sent.number, received.number)]
        queue = self._objects.get(self._objects[pipe].whole or 0) if pipe in self._objects else None
        if queue is None or queue.kind not in QUEUES or received.parent is None:
            return found
        if queue.kind == "SimpleQueue":
            return [*found, Delivered(sent.parent, received.parent)] if sent.parent is not None else found
        self._fed[sent.process, queue.object].append((sent.number, received.parent))
        return found + self._lift(sent.process, queue.object)

    def _put(self, operation: Operation) -> list[Delivered]:
        assert operation.object is not None
        self._puts[operation.process, operation.object].append(operation.number)
        return self._lift(operation.process, operation.object)

    def _lift(self, process: int, queue: int) -> list[Delivered]:
        """Pair puts with gets: a process's feeder thread sends its items in the order they were put."""
        puts, fed = self._puts[process, queue], self._fed[process, queue]
        found = []
        while puts and fed:
            found.append(Delivered(puts.popleft(), fed.popleft()[1]))
        return found

    def _meet_peer(self, connection: int, message: _Message, *, sends: bool) -> list[Delivered]:
        """Hold the messages of a connection until it is known which other one is at its other end."""
        held = self._unknown.setdefault(connection, [])
        held.append((sends, message))
        if any(sends is earlier for earlier, _ in held[:-1]) or message.size < _UNIQUE:
            return []
        other = self._first.pop((not sends, message.size, message.value), None)
        if other is None or other == connection:
            self._first[sends, message.size, message.value] = connection
            return []
        pipe = -min(connection, other)  # no such object; it only has to differ from all that there are
        self._ends[connection], self._ends[other] = (pipe, 0), (pipe, 1)
        found = []
        for end in (connection, other):
            for sent, one in self._unknown.pop(end, []):
                found += self._moved(end, one, sends=sent)
        return found
