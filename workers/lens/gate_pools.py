"""Pools: each task is an actor of its own, whichever worker runs it, and so is each callback.

Workers and a Pool's own threads run free. So that they have come to rest when somebody is chosen, the controller is
told how many tasks are on their way to how many workers, and tells in turn how many are over; the process that owns the
Pool then waits until as many results have been handled.
"""

import functools
import queue
import select
import time
import weakref
from collections.abc import Callable
from typing import Any

from . import gate
from .gate import Spec, Waiting, put
from .gate_locks import forever, patience

_POOL = "multiprocessing.pool"
_AT_REST_WITHIN = (
    2.0  # seconds that a Pool's threads get to pass on a task or a result; it takes a part of a millisecond
)
_PAUSE = 0.0002
_sleep = time.sleep


class _Owned:
    """The Pools of this process, and how many results their threads have handled."""

    def __init__(self) -> None:
        self.pools: weakref.WeakSet[Any] = weakref.WeakSet()
        self.given = 0
        self.handled = 0
        self.calling_back = 0

    def living(self) -> list[Any]:
        return [pool for pool in self.pools if pool._state != "TERMINATE" and pool._result_handler.is_alive()]


_owned = _Owned()


def put_gates(module: Any) -> None:
    """Put gates into the module."""
    pool, threads = module.Pool, module.ThreadPool
    module.queue = _Queues()
    _making(pool, threads)
    for name in ("apply", "map", "starmap", "apply_async", "map_async", "starmap_async", "imap", "imap_unordered"):
        put(pool, name, Spec(f"Pool.{name}", _thing))
    put(pool, "close", Spec("Pool.close", _thing))
    put(pool, "terminate", Spec("Pool.terminate", _thing))
    put(pool, "__exit__", Spec("Pool.terminate", _thing))
    all_done = Waiting(forever, lambda pool: not pool._cache or pool._state == "TERMINATE")
    put(pool, "join", Spec("Pool.join", _thing, True, all_done))
    result, iterator = module.ApplyResult, module.IMapIterator
    waiting = Waiting(patience(None, 0), lambda result: result.ready(), ((0,), {}))
    for name in ("get", "wait"):
        put(result, name, Spec(f"AsyncResult.{name}", _thing, True, waiting, module=_POOL))
    has_next = Waiting(patience(None, 0), lambda one: one._items or one._index == one._length, ((0,), {}))
    put(iterator, "next", Spec("IMapIterator.next", _thing, True, has_next, module=_POOL))
    iterator.__next__ = iterator.next
    _calling_back(result, threads)
    for owner in (result, module.MapResult, iterator, module.IMapUnorderedIterator):
        _counting(owner)


def _thing(of: Any) -> str:
    return f"result {of._job}" if hasattr(of, "_job") else "pool"


def tasks() -> tuple[int, int]:
    """Give how many tasks are or were on their way to workers, and how many workers there are."""
    pools = _owned.living()
    for pool in pools:
        _await(functools.partial(_has_passed_on, pool))
    return (_owned.given, sum(pool._processes for pool in pools)) if pools else (0, 0)


def settle(over: int) -> None:
    """Wait until the results of so many tasks have been handled, or one is being handled by the script."""
    if _owned.living():
        _await(lambda: _owned.handled >= over or _owned.calling_back > 0 or not _owned.living())


def _await(at_rest: Callable[[], Any]) -> None:
    deadline = time.monotonic() + _AT_REST_WITHIN
    while not at_rest() and time.monotonic() < deadline:
        _sleep(_PAUSE)


def _has_passed_on(pool: Any) -> bool:
    """Whether the task handler has nothing more to pass on, or nowhere to pass it to."""
    if pool._taskqueue.is_at_rest():
        return True
    waiting = select.poll()
    waiting.register(pool._inqueue._writer.fileno(), select.POLLOUT)
    return not waiting.poll(0)


# -- in the process that owns the Pool


class _TaskQueue(queue.SimpleQueue):  # type: ignore[type-arg]
    """The queue to a Pool's task handler, which asks for the next batch when it has passed on the last one."""

    def __init__(self) -> None:
        super().__init__()
        self.batches = 0
        self.asked = 0

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        self.batches += 1
        super().put(item, block, timeout)

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        self.asked += 1
        return super().get(block, timeout)

    def is_at_rest(self) -> bool:
        return self.asked > self.batches


class _Queues:
    """The module queue as multiprocessing.pool sees it."""

    SimpleQueue = _TaskQueue

    def __getattr__(self, name: str) -> Any:
        return getattr(queue, name)


def _making(pool: Any, threads: Any) -> None:
    make, setup = pool.__init__, pool._setup_queues

    @functools.wraps(make)
    def making(self: Any, /, *args: Any, **kwargs: Any) -> None:
        gate.inside(make, self, *args, **kwargs)
        if not isinstance(self, threads):
            _owned.pools.add(self)

    @functools.wraps(setup)
    def _setup_queues(self: Any) -> None:
        setup(self)
        if not isinstance(self, threads):
            self._quick_put = _counted(self._quick_put)

    pool.__init__, pool._setup_queues = making, _setup_queues


def _counted(put_task: Callable[[Any], None]) -> Callable[[Any], None]:
    def counted(task: Any) -> None:
        put_task(task)
        _owned.given += task is not None

    return counted


def _counting(owner: Any) -> None:
    handle = vars(owner).get("_set")
    if handle is None:
        return

    @functools.wraps(handle)
    def _set(self: Any, i: int, obj: Any) -> None:
        try:
            handle(self, i, obj)
        finally:
            _owned.handled += 1

    owner._set = _set


def _calling_back(result: Any, threads: Any) -> None:
    make = result.__init__

    @functools.wraps(make)
    def making(self: Any, pool: Any, callback: Any, error_callback: Any) -> None:
        make(self, pool, callback, error_callback)
        if not isinstance(pool, threads):
            self._callback = _as_actor(callback, f"callback {self._job + 1}")
            self._error_callback = _as_actor(error_callback, f"error callback {self._job + 1}")

    result.__init__ = making


def _as_actor(callback: Any, name: str) -> Any:
    if callback is None or gate.is_free():
        return callback

    def called_back(value: Any) -> Any:
        def begun() -> None:
            _owned.calling_back += 1

        gate.begin(name, main=False, choice=True, op="Pool.callback", name=_spelled(callback, ()), sent=begun)
        try:
            return callback(value)
        finally:
            _owned.calling_back -= 1
            gate.end()
            gate.here.free = True

    return called_back


# -- in a worker


def watch_tasks(worker: Any) -> None:
    """In a Pool's worker, which runs free: be an actor from when a task is taken until its result is on its way."""
    inqueue, outqueue = worker._args[:2]
    get, put_result = inqueue.get, outqueue.put

    def getting() -> Any:
        task = get()
        if type(task) is tuple and len(task) == 5:
            job, i, function, args, _ = task
            function, args, chunk = _unpacked(function, args)
            name = f"task {job + 1}.{i + 1}" if i or chunk else f"task {job + 1}"
            line = getattr(getattr(function, "__code__", None), "co_firstlineno", 0)
            gate.begin(name, choice=True, op="Pool.task", name=_spelled(function, args), line=line)
        return task

    def putting(result: Any) -> None:
        put_result(result)
        gate.end()

    inqueue.get, outqueue.put = getting, putting


def is_worker(process: Any) -> bool:
    """Whether a process is a Pool's worker."""
    target = getattr(process, "_target", None)
    return getattr(target, "__module__", "") == _POOL and getattr(target, "__name__", "") == "worker"


def _unpacked(function: Any, args: Any) -> tuple[Any, Any, bool]:
    """Give the script's function and its arguments, also where a Pool has made a chunk of many calls."""
    if getattr(function, "__name__", "") in ("mapstar", "starmapstar") and args:
        inner, items = args[0]
        return inner, items, True
    return function, args, False


def _spelled(function: Any, args: Any) -> str:
    name = str(getattr(function, "__qualname__", type(function).__name__))
    plain = [repr(one) if type(one) in (int, float, str, bool) else "…" for one in args[:3]]
    return f"{name}({', '.join(plain)})"[:60]
