"""Which object an operation is done on: one identity for it in every process that holds it.

Primitives carry a number, unique in the run. A fork inherits it with the object. Where an object is pickled instead,
the other process gives it a number of its own and tells the name that the system has for it (of a semaphore, of a
socket), by which the reader sees that they are one. So nothing is added to what is pickled.

Objects made of primitives have no number: they are known by one of their parts, with the highest bit set.
"""

from __future__ import annotations

import os
import sys
from time import perf_counter_ns as now

from . import vocabulary as words
from .flight import recorder
from .where import place

TYPE_CHECKING = False  # typing takes longer to import than all of the lens
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

NUMBER = "_ipc_lab_number"  # the attribute of a primitive that holds its number
WHOLE = 1 << 63

# The part that an object is known by.
_MAIN_PARTS: dict[str, Callable[[Any], Any]] = {
    "Condition": lambda whole: whole._wait_semaphore,
    "Event": lambda whole: whole._flag,
    "Barrier": lambda whole: whole._cond._woken_count,
    "Queue": lambda whole: whole._sem,
    "SimpleQueue": lambda whole: whole._rlock,
}


def number_of(primitive: Any) -> int:
    """Give a primitive's number, 0 if it has none."""
    return int(primitive.__dict__.get(NUMBER, 0))


def whole_of(kind: str) -> Any:
    """Make a function that identifies objects of a composed kind."""
    main_part = _MAIN_PARTS[kind]
    return lambda whole: number_of(main_part(whole)) | WHOLE


def tell_made(identity: int, kind: str, key: str, frame: FrameType | None, detail: str = "") -> None:
    """Tell that an object was made here."""
    depth, file, line = place(frame)
    recorder.define(words.OBJECT, identity, now(), kind, key, depth, file, line, "made", detail)


def tell_met(identity: int, kind: str, key: str, detail: str = "") -> None:
    """Tell that an object which was made elsewhere is here under a number of its own."""
    recorder.define(words.OBJECT, identity, now(), kind, key, 0, 0, 0, "met", detail)


def tell_parts(whole: int, **parts: int) -> None:
    """Tell what an object is made of; parts are named as its attributes are."""
    for name, part in parts.items():
        if part:
            recorder.define(words.PART, part, whole, name)


def node_of(handle: int) -> int:
    """Give the number that the system has for what a handle stands for, the same in all processes; 0 if it has none."""
    if sys.platform == "win32":
        return 0
    try:
        return os.fstat(handle).st_ino
    except OSError:
        return 0
