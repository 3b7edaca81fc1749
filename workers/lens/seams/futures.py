"""concurrent.futures.ProcessPoolExecutor: what is asked of it, what its workers do, and its futures."""

from __future__ import annotations

import sys

from .. import objects, thin, wrap
from .. import vocabulary as words
from ..flight import recorder
from ..objects import NUMBER
from .pools import spell_call

TYPE_CHECKING = False  # typing takes longer to import than all of the lens
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def observe(module: Any) -> None:
    """Observe all of concurrent.futures.process. Executors of threads are left alone."""
    executor = module.ProcessPoolExecutor
    wrap.made(executor, "Executor", _new_number, lambda _: {}, lambda self: str(self._max_workers))
    wrap.method(executor, "submit", "Executor.submit", _number, tell=_tell_submitted)
    wrap.method(executor, "map", "Executor.map", _number)
    wrap.method(executor, "shutdown", "Executor.shutdown", _number, blocks=True)
    future = module._base.Future
    wrap.method(future, "result", "Future.result", _number, blocks=True, tell=_tell_result, only=_ours)


def _number(thing: Any) -> int:
    return int(thing.__dict__.get(NUMBER, 0))


def _ours(thing: Any) -> bool:
    return NUMBER in thing.__dict__


def _new_number(thing: Any) -> int:
    return int(thing.__dict__.setdefault(NUMBER, recorder.next_object()))


def _tell_submitted(executor: Any, args: tuple[Any, ...], _: Any, future: Any) -> wrap.Found:
    number = _new_number(future)
    objects.tell_made(number, "Future", "", sys._getframe(1).f_back)
    recorder.define(words.PART, number, _number(executor), "future")
    return words.DONE | words.AS_TEXT, 0, spell_call(args[0], args[1:]) if args else b""


def _tell_result(_: Any, __: Any, ___: Any, result: Any) -> wrap.Found:
    return words.DONE | words.AS_TEXT, 0, wrap.spell(result)


def watch_tasks(worker: Any) -> None:
    """In an executor's worker: have each call that it takes from its queue recorded while it runs."""
    calls = worker._args[0]
    calls.get = thin.changed(calls.get, _watched_call)


def _watched_call(item: Any) -> Any:
    if item is not None and hasattr(item, "fn"):
        item.fn = _around(item.fn)
    return item


def _around(function: Callable[..., Any]) -> Any:
    def spelled(args: tuple[Any, ...]) -> bytes:
        if getattr(function, "func", None) is not None and getattr(
            function, "args", None
        ):  # map()'s partial of a chunk
            return spell_call(function.args[0], args[0] if args else ())  # type: ignore[attr-defined]
        return spell_call(function, args)

    return wrap.calling("Executor.task", 0, spelled)(function)
