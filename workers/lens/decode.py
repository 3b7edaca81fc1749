"""Reading a flight file: bytes into records, whatever state they are in.

A process may be writing while we read, or may have been killed in the middle of a record, and a script can write
anything anywhere: so nothing here trusts a number that it reads.
"""

from typing import NamedTuple

from . import vocabulary as words


class Header(NamedTuple):
    """The beginning of a chunk. `started` is a perf_counter_ns."""

    number: int
    pid: int
    parent: int
    started: int
    dropped: int
    forked: bool


class Slot(NamedTuple):
    """What a thread is in the middle of, or was: a slot is not cleared when its operation ends."""

    thread: int
    depth: int
    code: int
    file: int
    line: int
    object: int
    began: int


class Done(NamedTuple):
    """An operation that has ended."""

    code: int
    outcome: int
    thread: int
    depth: int
    file: int
    line: int
    object: int
    began: int
    ended: int
    size: int
    excerpt: bytes


class Definition(NamedTuple):
    """A definition: its code and its text fields."""

    code: int
    fields: list[str]


def header(data: bytes) -> Header | None:
    """Read a chunk's header. None if it is not there yet, or is of a version that this one does not know."""
    if len(data) < words.HEADER.size:
        return None
    magic, version, flags, number, pid, parent, started, dropped = words.HEADER.unpack_from(data)
    if magic != words.MAGIC or version != words.VERSION:
        return None
    return Header(number, pid, parent, started, dropped, bool(flags & words.FORKED_FLAG))


def slots(data: bytes) -> list[Slot]:
    """Read the slots in use, from the bytes before a first chunk's records."""
    found = []
    for place in range(words.SLOT_THREADS * words.SLOT_DEPTHS):
        code, depth, file, line, thing, began = words.SLOT.unpack_from(data, words.SLOTS_AT + place * words.SLOT.size)
        if code >= words.FIRST_OPERATION and began:
            found.append(Slot(place // words.SLOT_DEPTHS, depth, code, file, line, thing, began))
    return found


def records(data: bytes) -> tuple[list[Done | Definition], int]:
    """Read records up to the end of what was written. Gives them and how many bytes they take."""
    found: list[Done | Definition] = []
    at, end = 0, len(data)
    while at + words.DEFINITION.size <= end:
        length, code = words.DEFINITION.unpack_from(data, at)
        if length < words.DEFINITION.size or at + length > end:
            break
        record = _record(data, at, length, code)
        if record is None:
            if at + length + 2 > end or data[at + length : at + length + 2] == b"\0\0":
                break  # the last one: it may be in the middle of being written
        else:
            found.append(record)
        at += length
    return found, at


def _record(data: bytes, at: int, length: int, code: int) -> Done | Definition | None:
    if code < words.CONNECTION:
        text = data[at + words.DEFINITION.size : at + length]
        if code == 0 or b"\0" in text:
            return None
        return Definition(code, text.decode("utf-8", "replace").split(words.SEPARATOR))
    if length < words.OPERATION.size:
        return None
    _, _, outcome, thread, depth, file, line, thing, began, ended, size = words.OPERATION.unpack_from(data, at)
    if not began or (began > ended and code != words.CONNECTION):
        return None
    excerpt = data[at + words.OPERATION.size : at + length]
    return Done(code, outcome, thread, depth, file, line, thing, began, ended, size, excerpt)
