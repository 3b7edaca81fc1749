"""How a method is wrapped: recorded, and otherwise as it was.

A wrapper adds no frame to a traceback: on the way out of an exception it takes its own entry off, and re-raising does
not put it back. It never raises anything of its own.
"""

import functools
import sys
from collections.abc import Callable
from time import perf_counter_ns as now
from typing import Any

from . import vocabulary as words
from .flight import recorder
from .where import place

Who = Callable[[Any], int]  # gives an object's identity
Found = tuple[int, int, bytes]  # outcome (with the kind of excerpt), bytes, excerpt
Tell = Callable[[Any, tuple[Any, ...], dict[str, Any], Any], Found]  # self, arguments, keywords, result

_pack = words.OPERATION.pack
_SIZE = words.OPERATION.size
_MAX_LINE = 0xFFFFFFFF


def record(  # noqa: PLR0917 (called from many places, each of which should stay one line)
    code: int, where: tuple[int, int, int], thing: int, began: int, outcome: int, size: int = 0, excerpt: bytes = b""
) -> None:
    """Write that an operation ended just now."""
    depth, file, line = where
    excerpt = excerpt[: words.MAX_EXCERPT]
    length = _SIZE + len(excerpt)
    number = recorder.here.number
    head = _pack(
        length, code, outcome, number, depth & 0xFF, file, line, thing, began, now(), min(max(size, 0), 0xFFFFFFFF)
    )
    recorder.write(head + excerpt)


def enter(code: int, where: tuple[int, int, int], thing: int, began: int) -> None:
    """Show that this thread is in the middle of an operation, which may last."""
    depth, file, line = where
    thread = min(recorder.here.number, words.SLOT_THREADS - 1)
    slot = thread * words.SLOT_DEPTHS + min(depth, words.SLOT_DEPTHS - 1)
    words.SLOT.pack_into(
        recorder.first, words.SLOTS_AT + slot * words.SLOT.size, code, depth & 0xFF, file, line, thing, began
    )


def spell_error(error: BaseException) -> bytes:
    """Give an exception's type and, where that runs no code of the script's, what it says."""
    said = [str(part)[:80] for part in error.args if type(part) in (str, int, float)]
    return f"{type(error).__name__}{words.SEPARATOR}{' '.join(said)}".encode("utf-8", "backslashreplace")


def nothing_told(*_: object) -> Found:
    """Tell nothing about what moved."""
    return words.DONE, 0, b""


def accepted(_self: object, _args: object, _kwargs: object, result: object) -> Found:
    """Tell whether an attempt succeeded: acquire(), wait() and their like answer with False if not."""
    return (words.REFUSED if result is False else words.DONE), 0, b""


def method(owner: Any, name: str, operation: str, who: Who, *, blocks: bool = False, tell: Tell = nothing_told) -> None:
    """Have every call of `owner.name` recorded as `operation`.

    `who` is asked before the call and again after it: a Process has no pid before it starts, none after it is closed.
    """
    original = owner.__dict__[name]
    code = recorder_code(operation)

    def wrapper(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        began = now()
        where = place(sys._getframe(1))
        thing = safely(who, self)
        if blocks:
            enter(code, where, thing, began)
        try:
            result = original(self, *args, **kwargs)
        except BaseException as error:
            error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
            record(code, where, thing, began, words.RAISED | words.AS_TEXT, 0, spell_error(error))
            raise
        try:
            found = tell(self, args, kwargs, result)
        except Exception:
            found = nothing_told()
        record(code, where, safely(who, self) or thing, began, *found)
        return result

    put(owner, name, wrapper)


def recorder_code(operation: str) -> int:
    """Give the code of an operation that is in the vocabulary. Raises KeyError if it is not."""
    return words.CODES[operation]


def safely(who: Who, thing: object) -> int:
    """Give an object's identity, 0 if it cannot be told."""
    try:
        return who(thing)
    except Exception:
        return 0


def put(owner: Any, name: str, wrapper: Any) -> None:
    """Put `wrapper` in the place of `owner.name`, looking like what it wraps."""
    functools.update_wrapper(wrapper, owner.__dict__[name])
    setattr(owner, name, wrapper)
