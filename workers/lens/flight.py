"""The flight recorder: what one observed process writes, and what outlives it.

One memory-mapped file at a time, filled by `mmap.write`: a single C call, which is both the claim of a place and the
copy into it. So a record needs no lock, no system call and no thread of ours, and what was recorded is in the
system's memory, not in the process: it survives SIGKILL.

The space of a chunk is reserved before it is mapped. A full disk is then an error that we can act on, where touching
an unreserved page would be a SIGBUS that kills the script.
"""

from __future__ import annotations

# ruff: noqa: PTH108, PTH118 (pathlib is not imported into a script's process)
import contextlib
import itertools
import mmap
import os
import sys
import threading
from time import perf_counter_ns

from . import vocabulary as words

TYPE_CHECKING = False  # typing takes longer to import than all of the lens
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

FIRST_CHUNK = 16 * 1024  # bytes; small, since a run may have a thousand processes
LARGEST_CHUNK = 1024 * 1024
_UNSAFE = {0: " ", ord(words.SEPARATOR): " "}  # what separates fields and records may not be in them


class Recorder:
    """Writes the records of this process. One exists in each observed process.

    `raw_write` takes a finished record, and raises ValueError where the chunk ends: then `overflow` takes it. `first`
    holds the slots.
    """

    def __init__(self) -> None:
        self.folder = ""
        self.cap = 0
        self._preamble: list[Callable[[], bytes]] = []
        # From here on, what begins anew in each process: see also _cradle.
        self.pid = self.started = self.dropped = self._used = self._parent = self._flags = 0
        self.first: mmap.mmap | memoryview | bytearray = bytearray(words.RECORDS_AT)
        self.raw_write: Callable[[bytes], object] = self._drop
        self._names: dict[str, int] = {}
        self._chunks = self._threads = self._objects = itertools.count()
        self._nursery: Nursery | None = None
        self.here = _Here(self)

    def open(self, folder: str, cap: int, parent: int = 0, *, forked: bool = False) -> None:
        """Start recording this process into `folder`, at most `cap` bytes."""
        self.folder, self.cap = folder, cap
        self.pid, self._parent = os.getpid(), parent or os.getppid()
        self.started = perf_counter_ns()
        self.dropped = self._used = 0
        self._flags = words.FORKED_FLAG if forked else 0
        self._names, self._nursery = {}, None
        self._chunks, self._threads, self._objects = itertools.count(), itertools.count(1), itertools.count(1)
        self.here.number = 0
        if self._next_chunk() is None:
            # An empty file needs no space: the reader learns that here was a process which could not record.
            with contextlib.suppress(OSError):
                os.close(os.open(f"{self._stem()}.lost", os.O_CREAT | os.O_WRONLY, 0o600))
        self.write(self._beginning())

    def _stem(self) -> str:
        return os.path.join(self.folder, f"{self.started:016x}-{self.pid}")

    def _beginning(self) -> bytes:
        names = [definition(words.NAME, code, name) for name, code in self._names.items()]
        return _MAIN_THREAD + b"".join([tell() for tell in self._preamble] + names)

    def before_fork(self) -> None:
        """Have a cradle ready for the child. For os.register_at_fork.

        After a fork, both sides pay for each page of memory that they write to, which is most of what the lens costs
        a process that does little. So children are prepared many at a time, and what is left to do is very little.
        """
        here = self.here
        try:
            here.cradle = self._nursery.take() if self._nursery is not None else None
            if here.cradle is None:
                self._nursery = Nursery(f"{self._stem()}.n{perf_counter_ns():x}", self._cradle)
                here.cradle = self._nursery.take()
        except (OSError, ValueError):  # no space: the child finds out by itself
            here.cradle = None

    def _cradle(self, first: memoryview) -> dict[str, Any]:
        """Prepare the whole state of a child's recorder, and its memory."""
        words.HEADER.pack_into(first, 0, words.MAGIC, words.VERSION, 0, 0, 0, self.pid, 0, 0)
        write = _bounded_write(first)
        write(self._beginning())
        fresh: dict[str, Any] = {
            "_nursery": None,
            "_chunks": itertools.count(1),
            "_threads": itertools.count(1),
            "_objects": itertools.count(1),
            "_used": words.SLICE,
            "_parent": self.pid,
            "_flags": 0,
            "dropped": 0,
            "first": first,
            "raw_write": write,
        }
        # Nothing of the parent's is to be deallocated in the child: that would write to all of it.
        return {**self.__dict__, **fresh, "_kept": self.__dict__}

    def after_fork(self) -> None:
        """Record for a child that has just been forked. For os.register_at_fork."""
        here = self.here
        cradle = here.cradle
        if cradle is None:
            self.open(self.folder, self.cap, self.pid, forked=not here.expecting)
            return
        if here.number:
            here.number = 0
        self.__dict__ = cradle
        self.pid, self.started = os.getpid(), perf_counter_ns()
        words.BORN.pack_into(self.first, words.BORN_AT, self.pid, self._parent, self.started)
        if not here.expecting:
            self._flags = words.FORKED_FLAG
            words.FLAGS.pack_into(self.first, words.FLAGS_AT, words.FORKED_FLAG)

    def begin_with(self, tell: Callable[[], bytes]) -> None:
        """Have the record that `tell` gives among the first of this process, and of each child that it forks."""
        self._preamble.append(tell)
        if self.pid:
            self.write(tell())

    def define_for_all(self, code: int, *fields: object) -> None:
        """Write a definition, for this process and for the children that are prepared already."""
        record = definition(code, *fields)
        self.write(record)
        if self._nursery is not None:
            self._nursery.tell_all(record)

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
            self.define_for_all(words.NAME, code, name)
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

    def __init__(self, path: str, cradle: Callable[[memoryview], dict[str, Any]]) -> None:
        view = memoryview(_new_map(path, words.SLICE * words.SLICES))
        self._cradles = [cradle(view[at : at + words.SLICE]) for at in range(0, len(view), words.SLICE)]
        self._left = iter(self._cradles)

    def take(self) -> dict[str, Any] | None:
        """Give a cradle that nobody else gets, None if there is none left."""
        return next(self._left, None)

    def tell_all(self, record: bytes) -> None:
        """Write a record for children that are not born yet."""
        for cradle in self._cradles:
            with contextlib.suppress(ValueError):
                if not words.BORN.unpack_from(cradle["first"], words.BORN_AT)[0]:
                    cradle["raw_write"](record)


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
    """What a thread knows of itself, and of the child that it is about to start.

    `number` is its number in this process, given when it first records something. `expecting` is the role of the
    child, "" if it is not for a Process; in a forked child, it is its own.
    """

    number: int

    def __init__(self, recorder: Recorder) -> None:
        self.cradle: dict[str, Any] | None = None
        self.expecting = ""
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
