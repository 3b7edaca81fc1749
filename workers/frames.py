"""Messages and commands over a pipe: four bytes of length, then one msgpack value.

A pipe between two processes that were not made by one call of multiprocessing has no framing of its own. Both ends
are unbuffered: a thread that waits in a buffered reader keeps the interpreter from ending.
"""

import threading
from collections.abc import Iterator
from typing import Any, Generic, Protocol, TypeVar

import msgspec

T = TypeVar("T")
_HEAD = 4
_BLOCK = 1 << 16


class _Pipe(Protocol):
    def read(self, size: int, /) -> bytes | None: ...
    def write(self, data: bytes | memoryview, /) -> int | None: ...


class FrameWriter:
    """Writes values to a pipe. Safe to use from several threads; raises BrokenPipeError when nobody reads."""

    def __init__(self, pipe: _Pipe) -> None:
        self._pipe = pipe
        self._lock = threading.Lock()
        self._encoder = msgspec.msgpack.Encoder()

    def write(self, *values: object) -> None:
        """Write values in one go."""
        frames = bytearray()
        for value in values:
            body = self._encoder.encode(value)
            frames += len(body).to_bytes(_HEAD, "big") + body
        with self._lock:
            rest = memoryview(frames)
            while rest:
                rest = rest[self._pipe.write(rest) or 0 :]


class FrameReader(Generic[T]):
    """Reads values of one type from a pipe until its other end closes, or dies in the middle of a value."""

    def __init__(self, pipe: _Pipe, kind: Any) -> None:
        self._pipe = pipe
        self._decoder: msgspec.msgpack.Decoder[T] = msgspec.msgpack.Decoder(kind)

    def __iter__(self) -> Iterator[T]:
        pending = bytearray()
        while block := self._pipe.read(_BLOCK):
            pending += block
            begin = 0
            while (end := _end_of_frame(pending, begin)) is not None:
                yield self._decoder.decode(pending[begin + _HEAD : end])
                begin = end
            del pending[:begin]


def _end_of_frame(pending: bytearray, begin: int) -> int | None:
    body = begin + _HEAD
    end = body + int.from_bytes(pending[begin:body], "big")
    return end if body <= len(pending) and end <= len(pending) else None
