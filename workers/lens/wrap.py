"""How a method is wrapped: recorded, and otherwise as it was.

A wrapper adds no frame to a traceback: on the way out of an exception it takes its own entry off, and re-raising does
not put it back. It never raises anything of its own.
"""

from __future__ import annotations

import functools
import itertools
import sys
from time import perf_counter_ns as now

from . import objects
from . import vocabulary as words
from .flight import recorder
from .where import kinds, place

TYPE_CHECKING = False  # typing takes longer to import than all of the lens
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    # Gives an object's identity
    Who = Callable[[Any], int]
    Detail = Callable[[Any], str]
    Found = tuple[int, int, bytes]  # outcome (with the kind of excerpt), bytes, excerpt
    Tell = Callable[[Any, tuple[Any, ...], dict[str, Any], Any], Found]  # self, arguments, keywords, result


_pack = words.OPERATION.pack
_SIZE = words.OPERATION.size
_MOST = words.MAX_EXCERPT
_LARGEST = 0xFFFFFFFF
_DEEPEST, _SLOT = words.SLOT_DEPTHS - 1, words.SLOT.size


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


def accepted(_self: object, _args: object, _kwargs: object, result: object) -> Found:
    """Tell whether an attempt succeeded: acquire(), wait() and their like answer with False if not."""
    return (words.REFUSED if result is False else words.DONE), 0, b""


_SLOTS = tuple(
    words.SLOTS_AT + min(thread, words.SLOT_THREADS - 1) * words.SLOT_DEPTHS * words.SLOT.size for thread in range(256)
)


def method(
    owner: Any,
    name: str,
    operation: str,
    who: Who,
    *,
    blocks: bool = False,
    late: bool = False,
    tell: Tell | None = None,
    only: Callable[[Any], bool] | None = None,
) -> None:
    """Have every call of the method `owner.name` recorded as `operation`.

    `who` is asked before the call; if `late`, again after it, for an object that gets its identity by the call. Also
    for a function: its first argument is then what `who` is asked about. `only` says which objects are recorded.
    """
    original = owner.__dict__[name]
    code = recorder_code(operation)
    # All is written out in one function: each one more is more time, and more memory for a forked child to write to.
    here, get_frame, file_of, pack, enter_slot = recorder.here, sys._getframe, kinds.get, _pack, words.SLOT.pack_into

    def wrapper(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        began = 0
        try:
            if only is None or only(self):
                frame = get_frame(1)
                file, depth = file_of(frame.f_code.co_filename, -1), 0
                if file >= 0:
                    line = frame.f_lineno
                else:
                    depth, file, line = place(frame)
                thing, number, began = who(self), here.number, now()
                if blocks:
                    slot = _SLOTS[number] + min(depth, _DEEPEST) * _SLOT
                    enter_slot(recorder.first, slot, code, depth, file, line, thing, began)
        except Exception:  # a half-made object, or the interpreter is shutting down around us: it goes on unrecorded
            began = 0
        try:
            result = original(self, *args, **kwargs)
        except BaseException as error:
            error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
            _end(code, (depth, file, line), thing, began, error) if began else None
            raise
        if began:
            try:
                ended = now()
                if late:
                    thing = who(self) or thing
                outcome, size, said = (words.DONE, 0, b"") if tell is None else tell(self, args, kwargs, result)
                said = said[:_MOST]
                length = _SIZE + len(said)
                head = pack(length, code, outcome, number, depth, file, line, thing, began, ended, size & _LARGEST)
                recorder.write(head + said)
            except Exception:  # as above
                return result
        return result

    put(owner, name, wrapper)


def calling(operation: str, thing: int, spelled: Callable[[tuple[Any, ...]], bytes]) -> Callable[[Any], Any]:
    """Make a wrapper for a function of the script's: its calls are recorded, with their arguments as `spelled`."""
    code = recorder_code(operation)

    def around(function: Any) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            began, where = now(), place(sys._getframe().f_back)
            enter(code, where, thing, began)
            said = safely_spelled(spelled, args)
            try:
                result = function(*args, **kwargs)
            except BaseException as error:
                error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
                _end(code, where, thing, began, error)
                raise
            record(code, where, thing, began, words.DONE | words.AS_TEXT, 0, said)
            return result

        return call

    return around


def safely_spelled(spelled: Callable[[tuple[Any, ...]], bytes], args: tuple[Any, ...]) -> bytes:
    """Spell arguments, if they can be."""
    try:
        return spelled(args)
    except Exception:
        return b""


def _end(code: int, where: tuple[int, int, int], thing: int, began: int, error: BaseException) -> None:
    """Record that an operation failed."""
    try:
        record(code, where, thing, began, words.RAISED | words.AS_TEXT, 0, spell_error(error))
    except Exception:  # as in method
        return


def made(
    owner: Any, kind: str, who: Who, parts: Callable[[Any], dict[str, int]], detail: Detail = lambda _: ""
) -> None:
    """Have each object that `owner.__init__` has finished told of, with its parts."""
    original = owner.__dict__["__init__"]

    def init(self: Any, /, *args: Any, **kwargs: Any) -> None:
        try:
            original(self, *args, **kwargs)
        except BaseException as error:
            error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
            raise
        try:
            identity = who(self)
            name = type(self).__name__ if type(self).__module__.startswith("multiprocessing") else kind
            objects.tell_made(identity, name, "", sys._getframe().f_back, detail(self))
            objects.tell_parts(identity, **parts(self))
        except Exception as error:
            recorder.define(words.UNSEEN, kind, f"{type(error).__name__}: {error}")

    put(owner, "__init__", init)


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


_SHOWN = 60  # characters of a value
_BRACKETS: dict[type, tuple[str, str]] = {list: ("[", "]"), tuple: ("(", ")")}
_ITEMS = 4  # items of a collection, and levels of nesting


_PLAIN: dict[type, Callable[[Any], str]] = {
    bool: repr,
    float: repr,
    type(None): repr,
    int: lambda value: repr(value) if value.bit_length() < 200 else f"int of {value.bit_length()} bits",
    str: lambda value: repr(value[:_SHOWN]),
    bytes: lambda value: repr(value[:_SHOWN]),
}


def spell(value: Any) -> bytes:
    """Give a short text of a value: exact for the plain types, the name of the type for all others.

    It runs none of the value's own code: a learner's __repr__ could print, fail, or take a minute.
    """
    return _spell(value, _ITEMS)[:_SHOWN].encode("utf-8", "backslashreplace")


def _spell(value: Any, levels: int) -> str:
    kind = type(value)
    if kind in _PLAIN:
        return _PLAIN[kind](value)
    if not levels:
        return "…"
    if kind in (tuple, list, set, frozenset):
        items = ", ".join(_spell(item, levels - 1) for item in itertools.islice(value, _ITEMS))
        more = ", …" if len(value) > _ITEMS else ","[: kind is tuple and len(value) == 1]
        left, right = _BRACKETS.get(kind, ("{", "}"))
        return f"{left}{items}{more}{right}"
    if kind is dict:
        pairs = [f"{_spell(key, 0)}: {_spell(one, levels - 1)}" for key, one in list(value.items())[:_ITEMS]]
        return "{" + ", ".join(pairs) + (", …" if len(value) > _ITEMS else "") + "}"
    return f"<{kind.__name__}>"
