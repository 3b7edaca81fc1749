"""Recordings: a run in one file, to be opened again here or on another machine.

    magic, version │ frame: Opening │ frame: events │ frame: output │ … │ frame: Ending

A frame is its length, its checksum, whether it is compressed, and one msgpack value. It is on disk before the next is
begun, so what a crash leaves is a recording that ends early. Nothing in a recording is executed: values are decoded
into the types declared here and in `workers.lens.events`, and anything else is refused.
"""

import platform
import struct
import sys
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self

import msgspec

from workers.lens import export as exporting
from workers.lens.events import AnyEvent
from workers.messages import AnyMessage, Finished, Printed, Watched

MAGIC = b"IPC Lab recording\n"
VERSION = 1
SUFFIX = ".ipclab"
_START = struct.Struct("<H")  # the version, after the magic
_FRAME = struct.Struct("<IIB")  # length, CRC-32, whether compressed
_COMPRESS_FROM = 512  # bytes; below that it gains nothing
_LARGEST = 64 << 20  # bytes of one value; a stranger's file must not fill the memory

Constant = bool | int | float | str


class RecordingError(Exception):
    """A file that cannot be read as a recording. Its text is a sentence that says why."""


class Entry(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """What a frame holds."""


class Opening(Entry, frozen=True):
    """What was run. `source` is the text that ran; `started_at` is an ISO time in UTC.

    `schedule` is who was let go when, for a run whose steps were chosen.
    """

    script: str
    source: str
    arguments: tuple[str, ...] = ()
    constants: dict[str, Constant] = {}
    start_method: str = ""
    python: str = platform.python_version()
    platform: str = platform.platform(terse=True)
    started_at: str = ""
    schedule: tuple[str, ...] | None = None


class Batch(Entry, frozen=True):
    """Events, in the order they were read."""

    events: tuple[AnyEvent, ...]


class Output(Entry, frozen=True):
    """Text that was printed."""

    printed: Printed


class Ending(Entry, frozen=True):
    """How the run ended. A recording without it was cut short."""

    finished: Finished


class _RawBatch(msgspec.Struct, frozen=True, tag="Batch", array_like=True):
    """A Batch whose events are encoded already."""

    events: tuple[msgspec.Raw, ...]


AnyEntry = Opening | Batch | Output | Ending


def opening(script: Path, source: str, **known: object) -> Opening:
    """Make the beginning of a recording that starts now. `known` is any further field of Opening."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    return msgspec.convert({"script": str(script), "source": source, "started_at": now, **known}, _Fields).opening()


class _Fields(msgspec.Struct, frozen=True):
    """The fields of Opening by name: as an entry it is decoded by their order."""

    script: str
    source: str
    started_at: str
    arguments: tuple[str, ...] = ()
    constants: dict[str, Constant] = {}
    start_method: str = ""
    schedule: tuple[str, ...] | None = None

    def opening(self) -> Opening:
        """Give the entry."""
        return Opening(**msgspec.structs.asdict(self))


class Writer:
    """Writes a recording while a run goes on. Raises OSError where the file cannot be written."""

    def __init__(self, path: Path, beginning: Opening) -> None:
        self._encoder = msgspec.msgpack.Encoder()
        self._file: BinaryIO = path.open("wb")
        try:
            self._file.write(MAGIC + _START.pack(VERSION))
            self._write(beginning)
        except BaseException:
            self._file.close()
            raise

    def add(self, message: AnyMessage) -> None:
        """Record what belongs into a recording of what a session tells; the rest is ignored."""
        if isinstance(message, Watched):
            self._write(_RawBatch(message.events))
        elif isinstance(message, Printed):
            self._write(Output(message))
        elif isinstance(message, Finished):
            self._write(Ending(message))

    def add_events(self, events: Iterable[AnyEvent]) -> None:
        """Record events."""
        self._write(Batch(tuple(events)))

    def close(self) -> None:
        """Finish the file. What has been added is complete without it, too."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write(self, entry: AnyEntry | _RawBatch) -> None:
        data = self._encoder.encode(entry)
        compressed = len(data) >= _COMPRESS_FROM
        if compressed:
            data = zlib.compress(data, 1)
        self._file.write(_FRAME.pack(len(data), zlib.crc32(data), compressed) + data)
        self._file.flush()


class Recording(NamedTuple):
    """A recording in memory. `ending` is None where the file was cut short."""

    opening: Opening
    events: tuple[AnyEvent, ...]
    printed: tuple[Printed, ...]
    ending: Finished | None


def read(path: Path) -> Recording:
    """Read a whole recording. Raises RecordingError with a sentence that says why it cannot be."""
    beginning, *entries = entries_of(path)
    assert isinstance(beginning, Opening)
    events: list[AnyEvent] = []
    printed: list[Printed] = []
    ending: Finished | None = None
    for entry in entries:
        match entry:
            case Batch(batch):
                events += batch
            case Output(text):
                printed.append(text)
            case Ending(finished):
                ending = finished
    return Recording(beginning, tuple(events), tuple(printed), ending)


def entries_of(path: Path) -> Iterator[AnyEntry]:
    """Give what a recording holds, entry by entry; the first is its Opening.

    A file that ends in the middle of an entry ends with the entry before. Raises RecordingError.
    """
    try:
        with path.open("rb") as file:
            _check_start(path, file)
            yield from _entries(path, file)
    except OSError as error:
        raise RecordingError(f"{path} cannot be read: {error.strerror or error}.") from error


def _check_start(path: Path, file: BinaryIO) -> None:
    start = file.read(len(MAGIC) + _START.size)
    if not start.startswith(MAGIC) or len(start) < len(MAGIC) + _START.size:
        raise RecordingError(f"{path} is not a recording of IPC Lab.")
    (version,) = _START.unpack(start[len(MAGIC) :])
    if version > VERSION:
        raise RecordingError(
            f"{path} was made by a newer version of IPC Lab (format {version}; this one reads {VERSION})."
        )


def _entries(path: Path, file: BinaryIO) -> Iterator[AnyEntry]:
    decoder = msgspec.msgpack.Decoder(AnyEntry)
    number = 0
    while (data := _frame(path, file, number)) is not None:
        try:
            entry: AnyEntry = decoder.decode(data)
        except (msgspec.MsgspecError, RecursionError) as error:
            raise RecordingError(f"{path} is damaged: its entry {number} cannot be decoded.") from error
        if (number == 0) is not isinstance(entry, Opening):
            raise RecordingError(f"{path} is damaged: it does not begin with what was run.")
        yield entry
        number += 1
    if not number:
        raise RecordingError(f"{path} is cut short: it ends before it says what was run.")


def _frame(path: Path, file: BinaryIO, number: int) -> bytes | None:
    """Read one frame. None at the end, also if it comes in the middle of the frame."""
    head = file.read(_FRAME.size)
    if len(head) < _FRAME.size:
        return None
    length, checksum, compressed = _FRAME.unpack(head)
    if length > _LARGEST or compressed > 1:
        raise RecordingError(f"{path} is damaged: its entry {number} cannot be as large as it says.")
    data = file.read(length)
    if len(data) < length:
        return None
    if zlib.crc32(data) != checksum:
        raise RecordingError(f"{path} is damaged: the checksum of its entry {number} does not fit.")
    return _inflate(path, data, number) if compressed else data


def _inflate(path: Path, data: bytes, number: int) -> bytes:
    inflater = zlib.decompressobj()
    try:
        inflated = inflater.decompress(data, _LARGEST)
    except zlib.error as error:
        raise RecordingError(f"{path} is damaged: its entry {number} cannot be decompressed.") from error
    if inflater.unconsumed_tail:
        raise RecordingError(f"{path} is damaged: its entry {number} is larger than any entry is.")
    return inflated


EXPORTS = {".json": exporting.write_trace, ".csv": exporting.write_csv}


def export(recording: Path, target: Path) -> None:
    """Export a recording by the ending of `target`: .json is a Chrome trace, for Perfetto; .csv one line an operation.

    Raises RecordingError if the recording cannot be read, ValueError for any other ending, OSError if `target` cannot
    be written; it is not there then, or as it was.
    """
    write = EXPORTS.get(target.suffix.lower())
    if write is None:
        raise ValueError(
            f"A recording's operations are exported to .json or .csv, not to {target.suffix or target.name!r}."
        )
    partial = target.with_name(f"{target.name}.part")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            write(_events(recording), file)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _events(recording: Path) -> Iterator[AnyEvent]:
    for entry in entries_of(recording):
        if isinstance(entry, Batch):
            yield from entry.events


def running_python() -> str:
    """Name the interpreter as a recording does."""
    return f"{sys.implementation.name} {platform.python_version()}"
