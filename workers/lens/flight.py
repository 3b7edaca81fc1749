"""The flight recorder: what one observed process writes, and what outlives it.

One memory-mapped file at a time, filled by `mmap.write`: a single C call, which is both the claim of a place and the
copy into it. So a record needs no lock, no system call and no thread of ours, and what was recorded is in the
system's memory, not in the process: it survives SIGKILL.

The space of a chunk is reserved before it is mapped. A full disk is then an error that we can act on, where touching
an unreserved page would be a SIGBUS that kills the script.
"""

# ruff: noqa: PTH108, PTH118 (pathlib is not imported into a script's process)

import contextlib
import itertools
import mmap
import os
import sys
import threading
from collections.abc import Callable
from time import perf_counter_ns
from typing import Any

from . import vocabulary as words

FIRST_CHUNK = 16 * 1024  # bytes; small, since a run may have a thousand processes
LARGEST_CHUNK = 1024 * 1024
_UNSAFE = {0: " ", ord(words.SEPARATOR): " "}  # what separates fields and records may not be in them


class Recorder:
    """Writes the records of this process. One exists in each observed process.

    `raw_write` takes a finished record, and raises ValueError where the chunk ends: then `overflow` takes it. `first`
    holds the slots. `newborn` is what is known of the Process that this one is about to fork for, as a record.
    """

    def __init__(self) -> None:
        self.folder = ""
        self.cap = 0
        self.pid = 0
        self.newborn = b""
        self.told = False  # whether this process's parent has told of it
        self.first: mmap.mmap | memoryview | bytearray = bytearray(words.RECORDS_AT)
        self.raw_write: Callable[[bytes], object] = self._drop
        self.here = _Here(self)
        self._preamble: list[Callable[[], bytes]] = []
        self._cradles: dict[int, dict[str, Any]] = {}
        self._parent = self._flags = 0
        # What begins anew in each process; see _fresh.
        self.started = self.dropped = self._used = 0
        self._chunks = self._threads = self._objects = itertools.count()
        self._names: dict[str, int] = {}
        self._nursery: Nursery | None = None

    @staticmethod
    def _fresh() -> dict[str, Any]:
        """Give what begins anew in each process."""
        return {
            "dropped": 0,
            "started": perf_counter_ns(),
            "_chunks": itertools.count(),
            "_used": 0,
            "_threads": itertools.count(1),
            "_names": {},
            "_objects": itertools.count(1),
            "_nursery": None,
        }

    def open(self, folder: str, cap: int, parent: int = 0, *, forked: bool = False) -> None:
        """Start recording this process into `folder`, at most `cap` bytes."""
        self.__dict__.update(self._fresh())
        self._flags = words.FORKED_FLAG if forked else 0
        self.folder, self.cap, self.told = folder, cap, False
        self.pid = os.getpid()
        self._parent = parent or os.getppid()
        self.here.number = 0
        if self._next_chunk() is None:
            # An empty file needs no space: the reader learns that here was a process which could not record.
            with contextlib.suppress(OSError):
                os.close(os.open(f"{self._stem()}.lost", os.O_CREAT | os.O_WRONLY, 0o600))
        self.write(_MAIN_THREAD)
        for tell in self._preamble:
            self.write(tell())

    def _stem(self) -> str:
        return os.path.join(self.folder, f"{self.started:016x}-{self.pid}")

    def before_fork(self) -> None:
        """Prepare all that the child will need. For os.register_at_fork.

        A child pays for each page of memory that it writes to, and its parent's memory is spread over many: what can
        be done here costs a fraction of what it costs there.
        """
        try:
            cradle = self._prepare_child()
        except OSError:  # no space: the child finds out by itself
            cradle = {}
        self._cradles[threading.get_ident()] = cradle  # another thread may be forking too

    def _prepare_child(self) -> dict[str, Any]:
        if self._nursery is None or self._nursery.full():
            self._nursery = Nursery(f"{self._stem()}.n{perf_counter_ns():x}")
        fresh = self._fresh()
        first, write = self._nursery.take()
        words.HEADER.pack_into(
            first, 0, words.MAGIC, words.VERSION, words.FORKED_FLAG, 0, 0, self.pid, fresh["started"], 0
        )
        write(_MAIN_THREAD)
        for tell in self._preamble:
            write(tell())
        if self.newborn:
            write(self.newborn)
        next(fresh["_chunks"])
        fresh.update(
            first=first, raw_write=write, _used=words.SLICE, _parent=self.pid, _flags=words.FORKED_FLAG,
            told=bool(self.newborn), newborn=b"", _cradles={},
        )  # fmt: skip
        return fresh

    def after_fork(self) -> None:
        """Record for a child that has just been forked. For os.register_at_fork."""
        cradle = self._cradles.get(threading.get_ident())
        if not cradle:
            self.open(self.folder, self.cap, self.pid, forked=True)
            return
        self.__dict__.update(cradle)
        self.pid = os.getpid()
        words.PID.pack_into(self.first, words.PID_AT, self.pid)
        self.here.number = 0

    def begin_with(self, tell: Callable[[], bytes]) -> None:
        """Have the record that `tell` gives among the first of this process, and of each child that it forks."""
        self._preamble.append(tell)
        if self.pid:
            self.write(tell())

    def write(self, record: bytes) -> None:
        """Append a record."""
        try:
            self.raw_write(record)
        except ValueError:  # what mmap raises where the chunk ends
            self.overflow(record)

    def overflow(self, record: bytes) -> None:
        """Append a record that did not fit into the chunk: to the next one, or to the count of what was dropped."""
        if self._next_chunk() is None:
            self.raw_write = self._drop
        self.raw_write(record)

    def define(self, code: int, *fields: object) -> None:
        """Write a definition."""
        self.write(definition(code, *fields))

    def name_code(self, name: str) -> int:
        """Give the code of an operation's name, defining it on first use."""
        code = words.CODES.get(name) or self._names.get(name)
        if code is None:
            code = self._names[name] = words.FIRST_NAMED + len(self._names)
            self.define(words.NAME, code, name)
        return code

    def next_object(self) -> int:
        """Give an identity that no other object of the run has."""
        return (self.pid << 32) | next(self._objects)

    def next_thread(self) -> int:
        """Give the calling thread its number and write its name."""
        number = next(self._threads) & 0xFF
        # threading.current_thread() would make a dummy object for a foreign thread: that would be a trace of us.
        thread = threading._active.get(threading.get_ident())  # type: ignore[attr-defined]
        self.define(words.THREAD, number, thread.name if thread else "")
        return number

    def _drop(self, record: bytes) -> None:  # noqa: ARG002
        self.dropped += 1
        words.DROPPED.pack_into(self.first, words.DROPPED_AT, self.dropped)

    def _next_chunk(self) -> mmap.mmap | None:
        """Reserve and map another chunk and write to it from now on. None if there is no space for one."""
        number = next(self._chunks)
        size = min(max(FIRST_CHUNK, self._used), LARGEST_CHUNK, self.cap - self._used)
        if size < min(FIRST_CHUNK, self.cap):
            return None
        try:
            chunk = _new_map(f"{self._stem()}.{number}", size)
        except (OSError, ValueError):
            return None
        header = (words.MAGIC, words.VERSION, self._flags, number, self.pid, self._parent, self.started, self.dropped)
        if number == 0:
            chunk.seek(words.RECORDS_AT)
            self.first = chunk
        else:
            chunk.seek(words.HEADER.size)
        words.HEADER.pack_into(chunk, 0, *header)
        self._used += size
        self.raw_write = chunk.write
        return chunk


class Nursery:
    """The first chunks of the children that a process will fork, made and mapped together."""

    def __init__(self, path: str) -> None:
        self._map = _new_map(path, words.SLICE * words.SLICES)
        self._places = itertools.count()
        self._taken = 0

    def full(self) -> bool:
        """Whether there is no place left."""
        return self._taken >= words.SLICES

    def take(self) -> tuple[memoryview, Callable[[bytes], None]]:
        """Give a child's memory, and how to write records to it. Raises OSError if there is none."""
        place = next(self._places)
        self._taken = place + 1
        if place >= words.SLICES:  # two threads fork at once
            raise OSError("the nursery is full")
        view = memoryview(self._map)[place * words.SLICE : (place + 1) * words.SLICE]
        return view, _bounded_write(view)


def _bounded_write(view: memoryview) -> Callable[[bytes], None]:
    """Make what does for a slice of a map what mmap.write does for a whole one."""
    at, end = words.RECORDS_AT, len(view)

    def write(record: bytes) -> None:
        nonlocal at
        length = len(record)
        # CPython lets another thread or a signal handler run at calls and loops, and there is none in these two lines.
        start = at
        at = start + length
        if start + length > end:
            raise ValueError("the slice is full")
        view[start : start + length] = record

    return write


def definition(code: int, *fields: object) -> bytes:
    """Make the record of a definition."""
    text = words.SEPARATOR.join([str(field)[:1000].translate(_UNSAFE) for field in fields])
    data = text.encode("utf-8", "backslashreplace")
    return words.DEFINITION.pack(words.DEFINITION.size + len(data), code) + data


_MAIN_THREAD = definition(words.THREAD, 0, "MainThread")


class _Here(threading.local):
    """What a thread knows of itself: its number in this process, given when it first records something."""

    number: int

    def __init__(self, recorder: Recorder) -> None:
        self.number = recorder.next_thread() if recorder.pid else 0


def _new_map(path: str, size: int) -> mmap.mmap:
    """Make a file of `size` bytes, all of them reserved, and map it. Raises OSError if there is no space."""
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        try:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(fd, 0, size)
            elif os.write(fd, bytes(size)) != size:
                raise OSError("no space for a chunk of the flight recorder")
            return _map_without_descriptor(fd, size)
        except OSError:
            os.unlink(path)
            raise
    finally:
        os.close(fd)


def _map_without_descriptor(fd: int, size: int) -> mmap.mmap:
    """Map a file without keeping a descriptor open, which the script could see in the numbers of its own.

    Python 3.13 can be asked for that. Before, mmap keeps a duplicate of the descriptor for its resize(). We find it
    (the system always gives the lowest free number), close it, and keep the map for ever: deallocating it would close
    that number again, which by then may be a file of the script's.
    """
    if sys.version_info >= (3, 13):
        return mmap.mmap(fd, size, trackfd=False)
    if os.name != "posix":
        return mmap.mmap(fd, size)
    lowest = os.dup(fd)
    os.close(lowest)
    view = mmap.mmap(fd, size)
    with contextlib.suppress(OSError):
        if lowest != fd and os.path.samestat(os.fstat(lowest), os.fstat(fd)):
            os.close(lowest)
            _keep_for_ever(view)
    return view


def _keep_for_ever(value: object) -> None:
    """Keep a value alive beyond the end of the interpreter, by a cycle that the garbage collector cannot see into."""
    box: list[object] = [value]
    box.append((lambda: None).__code__.replace(co_consts=(None, box)))


recorder = Recorder()
