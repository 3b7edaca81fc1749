"""Pools: what is asked of them, what their workers do, and the callbacks. Pools of threads are left alone."""

from __future__ import annotations

import sys
from time import perf_counter_ns as now

from .. import objects, thin, wrap
from .. import vocabulary as words
from ..flight import recorder
from ..objects import NUMBER
from ..where import place

TYPE_CHECKING = False  # typing takes longer to import than all of the lens
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_ASKED = ("apply_async", "map_async", "starmap_async", "imap", "imap_unordered", "close", "terminate")
_WAITED = ("apply", "map", "starmap", "join")
_HELPERS = ("mapstar", "starmapstar")


def observe(module: Any) -> None:
    """Observe all of multiprocessing.pool but what is ThreadPool's."""
    threads = module.ThreadPool
    pool, result = module.Pool, module.ApplyResult
    wrap.put(pool, "__init__", _making(pool.__init__, threads))
    for name in _ASKED + _WAITED:
        wrap.method(pool, name, f"Pool.{name}", _number_of, blocks=name in _WAITED, tell=_tell_function, only=_ours)
    wrap.put(result, "__init__", _making_result(result.__init__, threads))
    for name in ("get", "wait"):
        tell = _tell_answer if name == "get" else None
        wrap.method(result, name, f"AsyncResult.{name}", _number_of, blocks=True, tell=tell, only=_ours)
    for name in ("ready", "successful"):
        wrap.method(result, name, f"AsyncResult.{name}", _number_of, tell=_tell_answer, only=_ours)
    iterator = module.IMapIterator
    wrap.put(iterator, "__init__", _making_result(iterator.__init__, threads))
    wrap.method(iterator, "next", "IMapIterator.next", _number_of, blocks=True, tell=_tell_answer, only=_ours)
    iterator.__next__ = iterator.next


def _number_of(thing: Any) -> int:
    return int(thing.__dict__.get(NUMBER, 0))


def _ours(thing: Any) -> bool:
    return NUMBER in thing.__dict__


def _making(original: Callable[..., Any], threads: type) -> Callable[..., Any]:
    code = words.CODES["Pool"]

    def init(self: Any, /, *args: Any, **kwargs: Any) -> None:
        number = 0 if isinstance(self, threads) else recorder.next_object()
        if number:
            self.__dict__[NUMBER] = number
            began, where = now(), place(sys._getframe().f_back)
            wrap.enter(code, where, number, began)
        try:
            original(self, *args, **kwargs)
        except BaseException as error:
            error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
            raise
        if number:
            objects.tell_made(number, "Pool", "", sys._getframe().f_back, str(self._processes))
            known = objects.whole_of("SimpleQueue")
            queues = {name: known(getattr(self, name)) for name in ("_inqueue", "_outqueue", "_change_notifier")}
            objects.tell_parts(number, **queues)
            wrap.record(code, where, number, began, words.DONE)

    return init


def _making_result(original: Callable[..., Any], threads: type) -> Callable[..., Any]:
    def init(self: Any, pool: Any, *args: Any, **kwargs: Any) -> None:
        if isinstance(pool, threads):
            original(self, pool, *args, **kwargs)
            return
        number = self.__dict__[NUMBER] = recorder.next_object()
        original(self, pool, *args, **kwargs)
        for name in ("callback", "error_callback"):
            called = getattr(self, f"_{name}", None)
            if called is not None:
                setattr(self, f"_{name}", wrap.calling(f"Pool.{name}", number, _tell_arguments)(called))
        frame = sys._getframe().f_back
        objects.tell_made(number, "AsyncResult", "", frame, str(self._job))
        recorder.define(words.PART, number, _number_of(pool), f"job {self._job}")

    return init


def _tell_function(_: Any, args: tuple[Any, ...], kwargs: dict[str, Any], __: Any) -> wrap.Found:
    function = args[0] if args else kwargs.get("func")
    rest = args[1] if len(args) > 1 else ()
    text = name_of(function) if function is not None else b""
    return words.DONE | words.AS_TEXT, 0, text + (b" " + wrap.spell(rest) if rest else b"")


def _tell_answer(_: Any, __: Any, ___: Any, answer: Any) -> wrap.Found:
    return words.DONE | words.AS_TEXT, 0, wrap.spell(answer)


def _tell_arguments(args: tuple[Any, ...]) -> bytes:
    return b", ".join(wrap.spell(one) for one in args[:3])


def name_of(function: Any) -> bytes:
    """Give a function's name as it is written in the script."""
    name = getattr(function, "__qualname__", None) or type(function).__name__
    return str(name)[:40].encode("utf-8", "backslashreplace")


def watch_tasks(worker: Any) -> None:
    """In a Pool's worker: have each task that it takes from its queue recorded while it runs."""
    inqueue = worker._args[0]
    inqueue.get = thin.changed(inqueue.get, _watched_task)


def _watched_task(task: Any) -> Any:
    if type(task) is not tuple or len(task) != 5:  # the sentinel that ends the worker
        return task
    job, place, function, args, kwargs = task
    if getattr(function, "__name__", "") == "_helper_reraises_exception":  # the worker compares it with `is`
        return task

    def spelled(given: tuple[Any, ...]) -> bytes:
        return f"{job}.{place} ".encode() + spell_call(function, given)

    return job, place, wrap.calling("Pool.task", 0, spelled)(function), args, kwargs


def spell_call(function: Any, args: tuple[Any, ...]) -> bytes:
    """Spell a call; one that a Pool makes of a chunk of items is spelled as the function and the items."""
    if getattr(function, "__name__", "") in _HELPERS and args:
        function, items = args[0]
        args = tuple(items)
    more = ", …".encode() if len(args) > 4 else b""
    return name_of(function) + b"(" + b", ".join(wrap.spell(one) for one in args[:4]) + more + b")"
