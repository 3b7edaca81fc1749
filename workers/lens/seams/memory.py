"""Shared memory: Value and Array, SharedMemory and ShareableList.

Reading and writing raw memory (RawValue, SharedMemory.buf, a NumPy array on it) is the processor's own affair: no
Python code runs that could be observed.
"""

from __future__ import annotations

import sys

from .. import objects, wrap
from .. import vocabulary as words
from ..flight import recorder
from ..objects import NUMBER

TYPE_CHECKING = False  # typing takes longer to import than all of the lens
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def observe_sharedctypes(module: Any) -> None:
    """Observe Value and Array, where they are made with a lock."""
    wrap.put(module.SynchronizedBase, "__init__", _making(module.SynchronizedBase.__init__))
    single, array, string = module.Synchronized, module.SynchronizedArray, module.SynchronizedString
    _observe_property(single, "value", "Value")
    for name in ("value", "raw"):
        _observe_property(string, name, "Array")
    for name, operation in (
        ("__getitem__", "get"),
        ("__getslice__", "get"),
        ("__setitem__", "set"),
        ("__setslice__", "set"),
    ):
        if name in array.__dict__:
            wrap.method(array, name, f"Array.{operation}", _number, tell=_tell_items)


def observe_shared_memory(module: Any) -> None:
    """Observe blocks of shared memory, and lists kept in them."""
    shared = module.SharedMemory
    wrap.method(shared, "__init__", "SharedMemory", _number_of_block, late=True, tell=_tell_block)
    for name in ("close", "unlink"):
        wrap.method(shared, name, f"SharedMemory.{name}", _number_of_block)
    kept = module.ShareableList
    for name, operation in (("__getitem__", "get"), ("__setitem__", "set")):
        wrap.method(kept, name, f"ShareableList.{operation}", lambda self: _number_of_block(self.shm), tell=_tell_items)


def _number(thing: Any) -> int:
    return int(thing.__dict__.get(NUMBER, 0))


def _making(original: Callable[..., Any]) -> Callable[..., Any]:
    def init(self: Any, /, *args: Any, **kwargs: Any) -> None:
        try:
            original(self, *args, **kwargs)
        except BaseException as error:
            error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
            raise
        number = self.__dict__[NUMBER] = recorder.next_object()
        kind = "Array" if hasattr(self._obj, "__len__") else "Value"
        what = type(self._obj).__name__
        if _arriving():
            objects.tell_met(number, kind, _key(self), what)
        else:
            objects.tell_made(number, kind, _key(self), _past_module(sys._getframe().f_back), what)
            objects.tell_parts(number, _lock=objects.number_of(self._lock))

    return init


def _past_module(frame: Any) -> Any:
    """Go past Value(), Array() and synchronized(), to whoever called them."""
    file = frame.f_code.co_filename if frame is not None else ""
    while frame is not None and frame.f_code.co_filename == file:
        frame = frame.f_back
    return frame


def _arriving() -> bool:
    """Whether a process is unpickling what it was started with, and so only meets this object."""
    from multiprocessing import process  # noqa: PLC0415

    return bool(getattr(process.current_process(), "_inheriting", False))


def _key(shared: Any) -> str:
    """Give what tells this value from all others in every process: its lock's name and its place in memory."""
    lock = getattr(getattr(shared._lock, "_semlock", None), "name", None)
    (arena, start, _), _ = shared._obj._wrapper._state
    return f"memory:{lock}:{arena.size}:{start}" if lock else ""


def _observe_property(cls: Any, name: str, kind: str) -> None:
    held = cls.__dict__.get(name)
    if not isinstance(held, property):
        return

    class Accessors:
        get = held.fget
        set = held.fset

    wrap.method(Accessors, "get", f"{kind}.get", _number, tell=_tell_items)
    wrap.method(Accessors, "set", f"{kind}.set", _number, tell=_tell_items)
    setattr(cls, name, property(Accessors.get, Accessors.set, held.fdel, held.__doc__))


def _tell_items(_: Any, args: tuple[Any, ...], __: Any, result: Any) -> wrap.Found:
    said = ", ".join(wrap.spell(one).decode() for one in args)
    answer = "" if result is None else wrap.spell(result).decode()
    return words.DONE | words.AS_TEXT, 0, " → ".join(filter(None, (said, answer))).encode("utf-8", "backslashreplace")


def _number_of_block(shared: Any) -> int:
    number = _number(shared)
    if not number:
        name = getattr(shared, "_name", None)
        if name is None:
            return 0
        number = shared.__dict__[NUMBER] = recorder.next_object()
        objects.tell_met(number, "SharedMemory", f"block:{name}", name)
    return number


def _tell_block(shared: Any, args: tuple[Any, ...], kwargs: dict[str, Any], _: Any) -> wrap.Found:
    created = bool(args[1] if len(args) > 1 else kwargs.get("create", False))
    if created:
        frame = sys._getframe(1).f_back
        objects.tell_made(_number(shared), "SharedMemory", f"block:{shared._name}", frame, shared._name)
    return words.DONE | words.AS_TEXT, shared._size, b"created" if created else b"attached"
