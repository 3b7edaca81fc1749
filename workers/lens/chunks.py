"""Following one process's flight file while it grows, chunk by chunk, without ever waiting for it.

A file is opened for each look at it and closed again: a run of a thousand processes would otherwise need a thousand
descriptors. What has been read of a full chunk is deleted, so that a long run does not fill the memory it is kept in.
"""

import contextlib
import os
from pathlib import Path

from . import decode
from . import vocabulary as words

Record = decode.Done | decode.Definition
MAX_READ = 256 * 1024  # bytes at one look, so that no process keeps the others waiting


def header_at(nursery: Path, place: int) -> decode.Header | None:
    """Read the header of a place in a nursery; its pid is 0 if the child is not born yet. None beyond those in use."""
    return decode.header(read_part(nursery, place * words.SLICE, words.HEADER.size))


class Flight:
    """Reads what one process records. `stem` is the path of its files without the number of the chunk.

    The first chunk of a forked child is the slice of `nursery` that begins at `offset`.
    """

    def __init__(self, stem: Path, nursery: Path | None = None, offset: int = 0) -> None:
        self.stem = stem
        self._nursery = nursery
        self._offset = offset
        self.header: decode.Header | None = None
        self.dropped = 0
        self._chunk = 0
        self._at = 0
        self._slots = b""

    def path(self, number: int) -> Path:
        """Where chunk `number` is."""
        return self.stem.with_name(f"{self.stem.name}.{number}")

    def read(self) -> tuple[list[Record], list[decode.Slot]]:
        """Give what is new: records in order, and slots if any of them changed. Empty lists if nothing is.

        Slots are given only with the last of the records, since they say what was going on after these.
        """
        slots = self._read_first()
        if self.header is None:
            return [], []
        records, more = self._read_records()
        if more:
            self._slots = b""
            return records, []
        return records, slots

    def _read_first(self) -> list[decode.Slot]:
        data = self._read_at(0, 0, words.RECORDS_AT)
        header = decode.header(data)
        if header is None or len(data) < words.RECORDS_AT:
            return []
        if self.header is None:
            self._at = words.RECORDS_AT
        self.header = header
        self.dropped = header.dropped
        if data[words.SLOTS_AT :] == self._slots:
            return []
        self._slots = data[words.SLOTS_AT :]
        return decode.slots(data)

    def _read_records(self) -> tuple[list[Record], bool]:
        """Read what is there of records, and tell whether there may be more already."""
        found: list[Record] = []
        size = 0
        while size < MAX_READ:
            has_next = self.path(self._chunk + 1).exists()  # asked first: after that the chunk is complete
            records, length = decode.records(self._read_at(self._chunk, self._at, MAX_READ))
            found += records
            size += length
            self._at += length
            if not length:
                if not has_next:
                    return found, False
                self._next_chunk()
        return found, True

    def _read_at(self, chunk: int, at: int, size: int) -> bytes:
        if chunk == 0 and self._nursery is not None:
            return read_part(self._nursery, self._offset + at, min(size, words.SLICE - at))
        return read_part(self.path(chunk), at, size)

    def _next_chunk(self) -> None:
        if self._chunk:
            with contextlib.suppress(OSError):
                self.path(self._chunk).unlink()
        self._chunk, self._at = self._chunk + 1, words.HEADER.size


def read_part(path: Path, at: int, size: int) -> bytes:
    """Read a part of a file: what there is of it, nothing if there is no such file."""
    try:
        fd = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError:
        return b""
    try:
        if hasattr(os, "pread"):
            return os.pread(fd, size, at)
        os.lseek(fd, at, os.SEEK_SET)
        return os.read(fd, size)
    except OSError:
        return b""
    finally:
        os.close(fd)
