"""Locks and semaphores, and what multiprocessing composes of them: Condition, Event, Barrier.

A primitive's acquire and release are C methods that each instance holds as attributes; they are exchanged where the
instance gets them. An acquire is tried without waiting first, as the C code does itself: only one that has to wait is
shown as going on.
"""

from __future__ import annotations

import sys
from time import perf_counter_ns as now

from .. import objects, wrap
from .. import vocabulary as words
from ..flight import recorder
from ..objects import NUMBER
from ..where import kinds, place

TYPE_CHECKING = False  # typing takes longer to import than all of the lens
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_WITHOUT_WAITING = (False,)
_KINDS = ("Lock", "RLock", "BoundedSemaphore", "Semaphore")


def kind_of(primitive: Any) -> str:
    """Give which of multiprocessing's own primitives this is, also if it is of a subclass."""
    return next((cls.__name__ for cls in type(primitive).__mro__ if cls.__name__ in _KINDS), "Lock")


def observe(module: Any) -> None:
    """Observe all of multiprocessing.synchronize."""
    base = module.SemLock
    wrap.put(base, "_make_methods", _making_methods(base._make_methods))
    wrap.put(base, "__init__", _making(base.__init__))
    wrap.put(base, "__enter__", _entering(base.__enter__))
    wrap.put(base, "__exit__", _leaving(base.__exit__))

    condition = objects.whole_of("Condition")
    wrap.made(module.Condition, "Condition", condition, _parts_of_condition)
    for name in ("wait", "wait_for"):
        wrap.method(module.Condition, name, f"Condition.{name}", condition, blocks=True, tell=wrap.accepted)
    for name in ("notify", "notify_all"):
        wrap.method(module.Condition, name, f"Condition.{name}", condition)

    event = objects.whole_of("Event")
    wrap.made(module.Event, "Event", event, _parts_of_event)
    wrap.method(module.Event, "wait", "Event.wait", event, blocks=True, tell=wrap.accepted)
    wrap.method(module.Event, "is_set", "Event.is_set", event, tell=wrap.accepted)
    for name in ("set", "clear"):
        wrap.method(module.Event, name, f"Event.{name}", event)

    barrier = objects.whole_of("Barrier")
    wrap.made(module.Barrier, "Barrier", barrier, _parts_of_barrier, lambda self: str(self._parties))
    _observe_inherited(module.Barrier, barrier)


def _observe_inherited(barrier: Any, who: wrap.Who) -> None:
    """Observe a Barrier's methods, which are threading's own: threads' barriers are none of our business."""
    for name in ("wait", "abort", "reset"):
        inherited = getattr(barrier, name)
        setattr(barrier, name, inherited)
        wrap.method(barrier, name, f"Barrier.{name}", who, blocks=name == "wait")


def _parts_of_condition(self: Any) -> dict[str, int]:
    names = ("_lock", "_sleeping_count", "_woken_count", "_wait_semaphore")
    return {name: objects.number_of(getattr(self, name)) for name in names}


def _parts_of_event(self: Any) -> dict[str, int]:
    return {"_cond": objects.whole_of("Condition")(self._cond), "_flag": objects.number_of(self._flag)}


def _parts_of_barrier(self: Any) -> dict[str, int]:
    return {"_cond": objects.whole_of("Condition")(self._cond)}


def _making(original: Callable[..., Any]) -> Callable[..., Any]:
    def init(self: Any, kind: Any, value: Any, maxvalue: Any, *args: Any, **kwargs: Any) -> None:
        try:
            original(self, kind, value, maxvalue, *args, **kwargs)
        except BaseException as error:
            error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
            raise
        # One frame up is the __init__ of the kind, which is in multiprocessing.
        number, name = objects.number_of(self), self._semlock.name or ""
        objects.tell_made(number, kind_of(self), name, sys._getframe().f_back, f"{value}/{maxvalue}")

    return init


def _making_methods(original: Callable[..., Any]) -> Callable[..., Any]:
    def _make_methods(self: Any) -> None:
        original(self)
        number = recorder.next_object()
        met = NUMBER not in self.__dict__ and not hasattr(self, "_is_fork_ctx")
        self.__dict__[NUMBER] = number
        kind = kind_of(self)
        if met:
            objects.tell_met(number, kind, self._semlock.name or "")
        self.acquire = _acquiring(self._semlock, number, words.CODES[f"{kind}.acquire"])
        self.release = _releasing(self._semlock, number, words.CODES[f"{kind}.release"])

    return _make_methods


def _acquiring(semlock: Any, number: int, code: int) -> Callable[..., bool]:
    acquire_now = semlock.acquire  # not the Lock itself: it holds what is made here

    def acquire(*args: Any, **kwargs: Any) -> bool:
        began = now()
        where = _place(sys._getframe().f_back)
        try:
            if args or kwargs:
                if args != _WITHOUT_WAITING:
                    wrap.enter(code, where, number, began)
                got: bool = acquire_now(*args, **kwargs)
            elif not (got := acquire_now(False)):
                wrap.enter(code, where, number, began)
                got = acquire_now()
        except BaseException as error:
            _tell_error(error, code, where, number, began)
            raise
        wrap.record(code, where, number, began, words.DONE if got else words.REFUSED)
        return got

    acquire.__wrapped__ = acquire_now  # type: ignore[attr-defined] # for inspect.signature
    acquire.__doc__ = acquire_now.__doc__
    return acquire


def _releasing(semlock: Any, number: int, code: int) -> Callable[..., None]:
    release_now = semlock.release

    def release() -> None:
        began = now()
        where = _place(sys._getframe().f_back)
        try:
            release_now()
        except BaseException as error:
            _tell_error(error, code, where, number, began)
            raise
        wrap.record(code, where, number, began, words.DONE)

    release.__wrapped__ = release_now  # type: ignore[attr-defined]
    release.__doc__ = release_now.__doc__
    return release


def _entering(original: Callable[..., Any]) -> Callable[..., Any]:
    def enter(self: Any) -> Any:
        began = now()
        where = _place(sys._getframe().f_back)
        code, number = words.CODES[f"{kind_of(self)}.acquire"], objects.number_of(self)
        try:
            got = self._semlock.acquire(False)
            if not got:
                wrap.enter(code, where, number, began)
                got = original(self)
        except BaseException as error:
            _tell_error(error, code, where, number, began)
            raise
        wrap.record(code, where, number, began, words.DONE)
        return got

    return enter


def _leaving(original: Callable[..., Any]) -> Callable[..., Any]:
    def leave(self: Any, *args: Any) -> Any:
        began = now()
        where = _place(sys._getframe().f_back)
        code, number = words.CODES[f"{kind_of(self)}.release"], objects.number_of(self)
        try:
            result = original(self, *args)
        except BaseException as error:
            _tell_error(error, code, where, number, began)
            raise
        wrap.record(code, where, number, began, words.DONE)
        return result

    return leave


def _place(frame: Any) -> tuple[int, int, int]:
    # No frame: the interpreter itself calls, as it does with what is registered with atexit.
    file = kinds.get(frame.f_code.co_filename, -1) if frame is not None else -1
    return (0, file, frame.f_lineno) if file >= 0 else place(frame)


def _tell_error(error: BaseException, code: int, where: tuple[int, int, int], number: int, began: int) -> None:
    error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
    wrap.record(code, where, number, began, words.RAISED | words.AS_TEXT, 0, wrap.spell_error(error))
