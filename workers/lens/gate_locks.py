"""Gates before locks, semaphores, and what is made of them: Condition, Event, Barrier, Value, Array.

A Condition's own code runs, with gates before the semaphores that it waits for: whom a notification wakes, and who
gets the lock then, are choices like others.
"""

import functools
import itertools
import os
from collections.abc import Callable
from typing import Any

from . import gate
from .gate import FOREVER, Spec, Waiting, put

_KINDS = ("Lock", "RLock", "BoundedSemaphore", "Semaphore")
_count = itertools.count(1)


def patience(block_at: int | None, timeout_at: int, default: float | None = None) -> Callable[..., float]:
    """Make a function that reads (block, timeout) out of a call's arguments, wherever they stand."""

    def found(args: tuple[Any, ...], kwargs: dict[str, Any]) -> float:
        blocks = True
        if block_at is not None:
            blocks = args[block_at] if len(args) > block_at else kwargs.get("block", True)
        timeout = args[timeout_at] if len(args) > timeout_at else kwargs.get("timeout", default)
        if not blocks:
            return 0.0
        return FOREVER if timeout is None else max(0.0, float(timeout))

    return found


def forever(_args: object, _kwargs: object) -> float:
    """Give the patience of what has no timeout."""
    return FOREVER


def name_of(primitive: Any) -> str:
    """Give what tells a semaphore from all others: the system's name, which one that is only inherited has not."""
    return f"sem:{primitive._semlock.name or primitive._ipc_lab_name}"


def lock_of(whole: Any) -> str:
    """Give the name of the lock inside of a Condition, Event, Barrier, Value or Array."""
    lock = getattr(whole, "_cond", whole)._lock
    return name_of(lock) if hasattr(lock, "_semlock") else f"lock:{id(lock)}"


def is_free(primitive: Any) -> bool:
    """Whether a lock or semaphore can be acquired now."""
    lock = primitive._semlock
    return bool((_kind(primitive) == "RLock" and lock._is_mine()) or not lock._is_zero())


def made(owner: Any, kind: str, thing: Callable[[Any], str]) -> None:
    """Have each new object told of, and nothing that it is made of."""
    original = owner.__init__

    @functools.wraps(original)
    def making(self: Any, /, *args: Any, **kwargs: Any) -> None:
        gate.inside(original, self, *args, **kwargs)
        gate.tell_made(thing(self), kind, gate.caller())

    owner.__init__ = making


def put_gates(synchronize: Any, sharedctypes: Any) -> None:
    """Put gates into both modules."""
    _semaphores(synchronize.SemLock)
    condition, event, barrier = synchronize.Condition, synchronize.Event, synchronize.Barrier
    made(condition, "Condition", lock_of)
    made(event, "Event", lock_of)
    made(barrier, "Barrier", lock_of)
    taking = Waiting(forever, lambda whole: is_free(whole._lock))
    for owner, kind in ((condition, "Condition"), (sharedctypes.SynchronizedBase, "Value")):
        put(owner, "__enter__", Spec(f"{kind}.acquire", lock_of, waiting=taking))
        put(owner, "__exit__", Spec(f"{kind}.release", lock_of))
    for name in ("wait", "wait_for", "notify", "notify_all"):
        put(condition, name, Spec(f"Condition.{name}", lock_of))
    for name in ("wait", "set", "clear", "is_set"):
        put(event, name, Spec(f"Event.{name}", lock_of, name == "is_set"))
    for name in ("wait", "abort", "reset"):  # threading's own, which threads' barriers keep
        setattr(barrier, name, getattr(barrier, name))
        put(barrier, name, Spec(f"Barrier.{name}", lock_of))
    _shared(
        sharedctypes, Waiting(forever, lambda shared: not hasattr(shared._lock, "_semlock") or is_free(shared._lock))
    )


def _kind(primitive: Any) -> str:
    return next((cls.__name__ for cls in type(primitive).__mro__ if cls.__name__ in _KINDS), "Lock")


def _semaphores(owner: Any) -> None:
    acquiring = Waiting(patience(0, 1), is_free, ((False,), {}))
    for kind in _KINDS:  # a spec for each kind, since its name is part of it
        _ACQUIRE[kind] = Spec(f"{kind}.acquire", name_of, waiting=acquiring)
        _RELEASE[kind] = Spec(f"{kind}.release", name_of)
    make_methods, enter, leave = owner._make_methods, owner.__enter__, owner.__exit__

    @functools.wraps(make_methods)
    def _make_methods(self: Any) -> None:
        make_methods(self)
        self._ipc_lab_name = f"{os.getpid()}.{next(_count)}"
        kind, primitive = _kind(self), _Primitive(self)
        self.acquire = _bound(_ACQUIRE[kind], self.acquire, primitive)
        self.release = _bound(_RELEASE[kind], self.release, primitive)
        gate.tell_made(name_of(self), kind, gate.caller())

    @functools.wraps(enter)
    def entering(self: Any) -> Any:
        return _call(_ACQUIRE[_kind(self)], enter, self, gate.caller())

    @functools.wraps(leave)
    def leaving(self: Any, *args: Any) -> Any:
        return _call(_RELEASE[_kind(self)], leave, self, gate.caller(), *args)

    owner._make_methods, owner.__enter__, owner.__exit__ = _make_methods, entering, leaving


_ACQUIRE: dict[str, Spec] = {}
_RELEASE: dict[str, Spec] = {}


def _call(spec: Spec, original: Callable[..., Any], primitive: Any, frame: Any, *args: Any) -> Any:
    if not gate.is_free():
        gate.stop(spec, frame, primitive, (), {})
    return gate.inside(original, primitive, *args)


class _Primitive:
    """A semaphore and its kind, without the object that holds it: that one holds us."""

    def __init__(self, lock: Any) -> None:
        self._semlock, self._ipc_lab_name = lock._semlock, lock._ipc_lab_name
        self.__class__ = _FOR_KIND[_kind(lock)]


_FOR_KIND = {kind: type(kind, (_Primitive,), {}) for kind in _KINDS}


def _bound(spec: Spec, original: Callable[..., Any], primitive: _Primitive) -> Callable[..., Any]:
    return functools.partial(gate.gate(spec, lambda _, *args, **kwargs: original(*args, **kwargs)), primitive)


def _shared(module: Any, waiting: Waiting) -> None:
    """Gates before reading and before writing a shared value: += is both."""
    for owner, kind, name in (
        (module.Synchronized, "Value", "value"),
        (module.SynchronizedString, "Array", "value"),
        (module.SynchronizedString, "Array", "raw"),
    ):
        plain = vars(owner)[name]
        reading = gate.gate(Spec(f"{kind}.get", lock_of, True, waiting), plain.fget)
        writing = gate.gate(Spec(f"{kind}.set", lock_of, waiting=waiting), plain.fset)
        setattr(owner, name, property(reading, writing))
    array = module.SynchronizedArray
    for name in ("__getitem__", "__getslice__"):
        put(array, name, Spec("Array.get", lock_of, True, waiting))
    for name in ("__setitem__", "__setslice__"):
        put(array, name, Spec("Array.set", lock_of, waiting=waiting))
