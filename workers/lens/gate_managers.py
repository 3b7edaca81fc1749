"""Gates before the calls that proxies make of a manager's server."""

import functools
from collections.abc import Callable
from typing import Any

from . import gate
from .gate import FOREVER, Spec, Waiting

# What only looks at a managed object; everything else is taken to change it.
_LOOKING = {
    *("__contains__", "__getattribute__", "__getitem__", "__iter__", "__len__", "__repr__", "__str__", "#GETVALUE"),
    *("copy", "count", "empty", "full", "get", "index", "is_set", "items", "keys", "qsize", "values"),
}


def put_gates(managers: Any) -> None:
    """Put gates into the module."""
    call = managers.BaseProxy._callmethod
    gates: dict[tuple[str, str], Callable[..., Any]] = {}

    def calling(self: Any, args: Any, kwds: Any, /, *, methodname: str) -> Any:
        return call(self, methodname, args, kwds)

    @functools.wraps(call)
    def _callmethod(self: Any, methodname: str, args: Any = (), kwds: Any = {}) -> Any:  # noqa: B006 (as it was)
        kind = self._token.typeid
        if (kind, methodname) not in gates:
            spec = _spec(kind, methodname, call)
            gates[kind, methodname] = gate.gate(spec, functools.partial(calling, methodname=methodname))
        return gates[kind, methodname](self, args, kwds)

    managers.BaseProxy._callmethod = _callmethod
    create = managers.BaseManager._create

    @functools.wraps(create)
    def _create(self: Any, typeid: str, /, *args: Any, **kwds: Any) -> Any:
        result = create(self, typeid, *args, **kwds)
        gate.tell_made(f"managed {result[0].id}", f"managed {typeid}", gate.caller())
        return result

    managers.BaseManager._create = _create


def _thing(proxy: Any) -> str:
    return f"managed {proxy._token.id}"


def _spec(kind: str, name: str, call: Callable[..., Any]) -> Spec:
    reads = name in _LOOKING and not (name == "get" and "Queue" in kind)
    ready = _readiness(kind, name, call)
    inside = name in ("wait", "wait_for", "join") and ready is None
    return Spec(f"{kind}.{name}", _thing, reads, ready, inside=inside, module="multiprocessing.managers")


def _readiness(kind: str, name: str, call: Callable[..., Any]) -> Waiting | None:
    """Make what tells whether a call can complete, by asking the server."""

    def can_acquire(proxy: Any) -> bool:
        if not call(proxy, "acquire", (False,)):
            return False
        call(proxy, "release")
        return True

    def answers(question: str, answer: bool) -> Callable[[Any], bool]:
        return lambda proxy: bool(call(proxy, question)) is answer

    if name == "acquire":
        return Waiting(_patience(0, 1), can_acquire, (((False,), {}), {}))
    if (kind, name) == ("Event", "wait"):
        return Waiting(_patience(None, 0), answers("is_set", True), (((0,), {}), {}))
    if kind in ("Queue", "JoinableQueue") and name == "get":
        return Waiting(_patience(0, 1), answers("empty", False), (((False,), {}), {}))
    if kind in ("Queue", "JoinableQueue") and name == "put":
        return Waiting(_patience(1, 2), answers("full", False))
    return None


def _patience(block_at: int | None, timeout_at: int) -> Callable[..., float]:
    """Read (block, timeout) out of the call that is sent to the server."""

    def found(args: tuple[Any, ...], _: object) -> float:
        given, keywords = args[0], args[1]
        blocks = keywords.get("blocking", keywords.get("block", True))
        if block_at is not None and len(given) > block_at:
            blocks = given[block_at]
        timeout = given[timeout_at] if len(given) > timeout_at else keywords.get("timeout")
        if not blocks:
            return 0.0
        return FOREVER if timeout is None or timeout == -1 else max(0.0, float(timeout))

    return found
