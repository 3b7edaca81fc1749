"""Queues: each is a pipe and locks, and Queue and JoinableQueue have a thread that feeds the pipe."""

from __future__ import annotations

from .. import objects, wrap
from .. import vocabulary as words
from .connections import identify

TYPE_CHECKING = False  # typing takes longer to import than all of the lens
if TYPE_CHECKING:
    from typing import Any


def observe(module: Any) -> None:
    """Observe all of multiprocessing.queues."""
    queue = objects.whole_of("Queue")
    _observe_queue(module.Queue, queue)
    joinable = module.JoinableQueue
    wrap.made(joinable, "JoinableQueue", queue, _parts_of_joinable)
    wrap.method(joinable, "put", "Queue.put", queue, blocks=True, tell=_tell_put)
    wrap.method(joinable, "task_done", "JoinableQueue.task_done", queue)
    wrap.method(joinable, "join", "JoinableQueue.join", queue, blocks=True)

    simple, who = module.SimpleQueue, objects.whole_of("SimpleQueue")
    wrap.made(simple, "SimpleQueue", who, _parts_of_queue)
    wrap.method(simple, "put", "SimpleQueue.put", who, blocks=True, tell=_tell_put)
    wrap.method(simple, "get", "SimpleQueue.get", who, blocks=True, tell=_tell_got)
    wrap.method(simple, "empty", "SimpleQueue.empty", who, tell=_tell_answer)
    wrap.method(simple, "close", "SimpleQueue.close", who)


def _observe_queue(cls: Any, who: wrap.Who) -> None:
    wrap.made(cls, "Queue", who, _parts_of_queue, lambda self: str(self._maxsize))
    wrap.method(cls, "put", "Queue.put", who, blocks=True, tell=_tell_put)
    wrap.method(cls, "get", "Queue.get", who, blocks=True, tell=_tell_got)
    for name in ("empty", "full", "qsize"):
        wrap.method(cls, name, f"Queue.{name}", who, tell=_tell_answer)
    for name in ("close", "cancel_join_thread"):
        wrap.method(cls, name, f"Queue.{name}", who)
    wrap.method(cls, "join_thread", "Queue.join_thread", who, blocks=True)


def _tell_put(_: Any, args: tuple[Any, ...], kwargs: dict[str, Any], __: Any) -> wrap.Found:
    return words.DONE | words.AS_TEXT, 0, wrap.spell(args[0] if args else kwargs.get("obj"))


def _tell_got(_: Any, __: Any, ___: Any, item: Any) -> wrap.Found:
    return words.DONE | words.AS_TEXT, 0, wrap.spell(item)


def _tell_answer(_: Any, __: Any, ___: Any, answer: Any) -> wrap.Found:
    return words.DONE | words.AS_TEXT, 0, wrap.spell(answer)


def _parts_of_queue(self: Any) -> dict[str, int]:
    locks = {
        name: objects.number_of(part) for name in ("_rlock", "_wlock", "_sem") if (part := getattr(self, name, None))
    }
    return {"_reader": identify(self._reader), "_writer": identify(self._writer), **locks}


def _parts_of_joinable(self: Any) -> dict[str, int]:
    return {
        "_cond": objects.whole_of("Condition")(self._cond),
        "_unfinished_tasks": objects.number_of(self._unfinished_tasks),
    }
