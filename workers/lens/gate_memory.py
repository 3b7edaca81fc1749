"""Gates before RawValue and RawArray, which are ctypes objects in shared memory; and a word on what has no gates."""

import ctypes
import functools
import os
from typing import Any

from . import gate
from .gate import Spec
from .gate_frames import is_the_scripts
from .gate_locks import lock_of

_gated: dict[type, type] = {}  # a ctypes type -> the same with gates


def put_gates(sharedctypes: Any, shared_memory: Any) -> None:
    """Put gates into the first module, and tell of the use of the second."""
    rebuild, reduce = sharedctypes.rebuild_ctype, sharedctypes.reduce_ctype

    @functools.wraps(rebuild)
    def rebuild_ctype(type_: Any, wrapper: Any, length: Any) -> Any:
        plain = rebuild(type_, wrapper, length)
        ours = _with_gates(type(plain))
        if ours is None:
            gate.tell_fact("fields of a structure in shared memory")
            return plain
        sharedctypes._ForkingPickler.register(ours, sharedctypes.reduce_ctype)
        shown = ours.from_buffer(wrapper.create_memoryview())  # type: ignore[attr-defined]
        shown._wrapper = wrapper
        gate.tell_made(_thing(shown), "RawArray" if isinstance(plain, ctypes.Array) else "RawValue", gate.caller())
        return shown

    @functools.wraps(reduce)
    def reduce_ctype(obj: Any) -> Any:
        function, (type_, wrapper, length) = reduce(obj)
        return function, (next((plain for plain, ours in _gated.items() if ours is type_), type_), wrapper, length)

    sharedctypes.rebuild_ctype, sharedctypes.reduce_ctype = rebuild_ctype, reduce_ctype
    for name in ("Value", "Array"):
        _makes_one_thing(sharedctypes, name)
    _tell_of(shared_memory.SharedMemory, "SharedMemory")
    os.register_at_fork(before=_before_fork)


def _makes_one_thing(module: Any, name: str) -> None:
    """Have a Value or an Array told of as one thing, though it is a lock and a piece of memory."""
    make = getattr(module, name)

    @functools.wraps(make)
    def making(*args: Any, **kwargs: Any) -> Any:
        made = gate.inside(make, *args, **kwargs)
        gate.tell_made(lock_of(made) if hasattr(made, "_lock") else _thing(made), name, gate.caller())
        return made

    setattr(module, name, making)


def _with_gates(plain: type) -> type | None:
    if plain not in _gated:
        if issubclass(plain, ctypes._SimpleCData):
            members = {"value": _property(plain, "value", "RawValue")}
        elif issubclass(plain, ctypes.Array):
            members = {
                "__getitem__": gate.gate(Spec("RawArray.get", _thing, True), plain.__getitem__),
                "__setitem__": gate.gate(Spec("RawArray.set", _thing), plain.__setitem__),
            }
            members |= {name: _property(plain, name, "RawArray") for name in ("value", "raw") if hasattr(plain, name)}
        else:
            return None
        metaclass: Any = type(plain)
        _gated[plain] = metaclass(plain.__name__, (plain,), members)
    return _gated[plain]


def _property(plain: Any, name: str, kind: str) -> Any:
    original = getattr(plain, name)
    reading = gate.gate(Spec(f"{kind}.get", _thing, True), original.__get__)
    writing = gate.gate(Spec(f"{kind}.set", _thing), original.__set__)
    return property(reading, writing)


def _thing(of: Any) -> str:
    (arena, start, _stop), _size = of._wrapper._state
    try:
        where = os.fstat(arena.fd).st_ino
    except (AttributeError, OSError):
        where = id(arena)
    return f"memory {where}:{start}"


def _tell_of(owner: Any, fact: str) -> None:
    make = owner.__init__

    @functools.wraps(make)
    def making(self: Any, /, *args: Any, **kwargs: Any) -> None:
        gate.inside(make, self, *args, **kwargs)
        gate.tell_fact(fact)

    owner.__init__ = making


def _before_fork() -> None:
    frame = gate.caller()
    if frame is not None and is_the_scripts(frame):
        gate.tell_fact("os.fork()")
