"""What a run prints: read with the process that wrote it, cut into lines, and kept within a limit."""

import codecs
import contextlib
import os
import select
import socket
import struct
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any, NamedTuple

from workers.messages import Printed, Stream

_CHUNK = 65536  # bytes read at a time
_BUFFER = 1 << 20  # bytes that a stream may hold before its writers wait; the system may grant less
_UCRED = struct.Struct("3i")  # pid, uid, gid of unix(7)'s SCM_CREDENTIALS
_GATHERING = 0.004  # seconds that output is left to gather before it is read
_TURN = 256  # chunks of stdout after which stderr is read, though there is more of stdout
_PATIENCE = 0.1  # seconds that the beginning of a line waits for its end before it is shown


class Chunk(NamedTuple):
    """Bytes that one process wrote in a row; `pid` is 0 where the kernel does not say. No bytes: the end."""

    stream: Stream
    pid: int
    data: bytes


class Channel:
    """One output stream of a run: a writer for the run, read here until its last copy is closed.

    Which process wrote a text is not known; see `SocketChannel` for where it is.
    """

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        reader, writer = os.pipe()
        self._reader: IO[bytes] = os.fdopen(reader, "rb", buffering=0)
        self.writer: IO[bytes] | socket.socket = os.fdopen(writer, "wb", buffering=0)

    def fileno(self) -> int:
        """The descriptor that is read."""
        return self._reader.fileno()

    def read(self) -> Chunk:
        """What was written next; waits for it, or raises BlockingIOError if the descriptor is set not to."""
        data: bytes | None = self._reader.read(_CHUNK)
        if data is None:
            raise BlockingIOError
        return Chunk(self.stream, 0, data)

    def close(self) -> None:
        """Read no more."""
        self._reader.close()


class SocketChannel(Channel):
    """A stream whose bytes come with the process that wrote them.

    It is a Unix socket that asks Linux to name the writer of every byte (SO_PASSCRED in unix(7)), so that a line is
    put down to the process that printed it without anything being changed in that process.
    """

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.socket, self.writer = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self.socket.shutdown(socket.SHUT_WR)
        self.writer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)

    def fileno(self) -> int:
        """The descriptor that is read."""
        return self.socket.fileno()

    def read(self) -> Chunk:
        """What one process wrote next; waits for it, or raises BlockingIOError if the socket is set not to."""
        try:
            data, ancillary, _, _ = self.socket.recvmsg(_CHUNK, socket.CMSG_SPACE(_UCRED.size))
        except ConnectionResetError:  # the last writer left with something unread on its side: an end like another
            return Chunk(self.stream, 0, b"")
        pid = _UCRED.unpack(ancillary[0][2])[0] if ancillary else 0
        return Chunk(self.stream, pid, data)

    def close(self) -> None:
        """Read no more."""
        self.socket.close()


def open_channel(stream: Stream) -> Channel:
    """The best channel that this system has."""
    return SocketChannel(stream) if hasattr(socket, "SO_PASSCRED") else Channel(stream)


def pump(channels: Sequence[Channel], deliver: Callable[[Chunk], None]) -> None:
    """Deliver all that is written, and an empty chunk where a stream ends, from a thread that does nothing else."""
    if os.name == "posix":
        threading.Thread(target=_pump_all, args=(channels, deliver), daemon=True).start()
        return
    for channel in channels:  # pipes of Windows can only be waited for one by one
        threading.Thread(target=_pump_one, args=(channel, deliver), daemon=True).start()


def _pump_all(channels: Sequence[Channel], deliver: Callable[[Chunk], None]) -> None:
    """Read several streams nearly in the order in which they were written.

    The system does not tell that order. But what is in the first, stdout, was mostly written before what is in the
    second: a script prints, and then it fails. So the first is read until it has no more, though not for ever.
    """
    waiting = list(channels)
    for channel in waiting:
        os.set_blocking(channel.fileno(), False)
    while waiting:
        select.select(waiting, [], [])
        # Unbuffered text comes in crumbs, two to a line. To read each as it comes would take a processor, which the
        # window may need; a moment later they are one chunk. Until the system's buffer is full the script goes on.
        time.sleep(_GATHERING)
        waiting = [channel for channel in waiting if not _drain(channel, deliver)]


def _drain(channel: Channel, deliver: Callable[[Chunk], None]) -> bool:
    """Deliver what is there, but no endless stream of it. Says whether the stream has ended."""
    with contextlib.suppress(BlockingIOError):
        for _ in range(_TURN):
            chunk = channel.read()
            if not chunk.data:
                channel.close()
                deliver(chunk)
                return True
            deliver(chunk)
    return False


def _pump_one(channel: Channel, deliver: Callable[[Chunk], None]) -> None:
    while not _drain(channel, deliver):
        pass


class Lines:
    """Cuts what each process writes into lines.

    Processes that print at the same time get in each other's way in the middle of a line; put together again by
    process, their lines are whole.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._decoders: dict[tuple[int, Stream], codecs.IncrementalDecoder] = {}
        self._begun: dict[tuple[int, Stream], tuple[float, str]] = {}

    def feed(self, chunk: Chunk) -> Iterator[Printed]:
        """Give the lines that a chunk completes, as one text."""
        key = (chunk.pid, chunk.stream)
        if key not in self._decoders:
            self._decoders[key] = codecs.getincrementaldecoder("utf-8")("backslashreplace")
        since, begun = self._begun.pop(key, (self._clock(), ""))
        text = begun + self._decoders[key].decode(chunk.data)
        lines, newline, rest = text.rpartition("\n")
        if rest:
            self._begun[key] = (self._clock() if newline else since, rest)
        if newline:
            yield Printed(self._clock(), chunk.pid, chunk.stream, lines + newline)

    def overdue(self, patience: float = _PATIENCE) -> Iterator[Printed]:
        """Give the beginnings of lines that have waited for so many seconds: a prompt, a row of dots."""
        now = self._clock()
        for key in [key for key, (since, _) in self._begun.items() if now - since >= patience]:
            _, text = self._begun.pop(key)
            yield Printed(now, *key, text)


class Kept:
    """Lets the first half of a limit through, keeps the last half for the end, and counts what lies between."""

    def __init__(self, max_characters: int) -> None:
        self._room = max_characters // 2
        self._tail_room = max_characters - self._room
        self._tail: deque[Printed] = deque()
        self._tail_size = 0
        self.skipped = 0

    def admit(self, printed: Printed) -> Iterator[Printed]:
        """Give what may be shown now."""
        text, rest = printed.text[: self._room], printed.text[self._room :]
        self._room -= len(text)
        if text:
            yield Printed(printed.at, printed.pid, printed.stream, text)
        if rest:
            self._hold(Printed(printed.at, printed.pid, printed.stream, rest))

    def tail(self) -> Iterator[Printed]:
        """Give what was kept for the end."""
        yield from self._tail
        self._tail.clear()

    @property
    def waiting(self) -> int:
        """Characters that have been printed and not been shown yet: skipped for good, or kept for the end."""
        return self.skipped + self._tail_size

    def _hold(self, printed: Printed) -> None:
        self._tail.append(printed)
        self._tail_size += len(printed.text)
        while self._tail_size > self._tail_room:
            first = self._tail.popleft()
            excess = self._tail_size - self._tail_room
            dropped = min(excess, len(first.text))
            self.skipped += dropped
            self._tail_size -= dropped
            if dropped < len(first.text):
                self._tail.appendleft(Printed(first.at, first.pid, first.stream, first.text[dropped:]))


def script_streams(channels: tuple[Channel, Channel] | None, inherited: tuple[int, int, int] | None) -> dict[str, Any]:
    """The Popen arguments for a script's three standard streams: ours to read, or a terminal's own."""
    if inherited is not None:
        return dict(zip(("stdin", "stdout", "stderr"), inherited, strict=True))
    assert channels is not None
    return {"stdin": subprocess.DEVNULL, "stdout": channels[0].writer, "stderr": channels[1].writer}


class Clock:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._began = time.perf_counter()

    def __call__(self) -> float:
        """Seconds so far."""
        return time.perf_counter() - self._began
