"""Gates before connections and queues."""

import functools
import os
import select
import threading
import time
from typing import Any

from . import gate
from .gate import Spec, Waiting, put
from .gate_locks import forever, is_free, made, name_of, patience

_FLUSHED_WITHIN = 2.0  # seconds that a feeder thread gets to hand on what was put; it takes some microseconds
_PAUSE = 0.0002  # seconds between looks at a feeder thread


def put_gates(connection: Any, queues: Any) -> None:
    """Put gates into both modules."""
    _connections(connection)
    _simple_queues(queues.SimpleQueue)
    _feeders(queues)
    _queues(queues)


# -- connections


def _connections(module: Any) -> None:
    base = module._ConnectionBase
    look = module.Connection._poll  # what the script's poll() ends in: no gate is before it

    def has_data(end: Any) -> bool:
        return end.closed or not end.readable or bool(look(end, 0))

    def has_room(end: Any) -> bool:
        return end.closed or not end.writable or _writable(end)

    receiving, sending = Waiting(forever, has_data), Waiting(forever, has_room)
    for name in ("recv", "recv_bytes", "recv_bytes_into"):
        put(base, name, Spec(f"Connection.{name}", thing_of, waiting=receiving, inside=True))
    for name in ("send", "send_bytes"):
        put(base, name, Spec(f"Connection.{name}", thing_of, waiting=sending, inside=True))
    polling = Waiting(patience(None, 0, 0.0), has_data, ((0,), {}))
    put(base, "poll", Spec("Connection.poll", thing_of, True, polling))
    put(base, "close", Spec("Connection.close", thing_of))
    _two_writes(module.Connection)
    wait = module.wait

    def any_ready(waited_for: Any) -> bool:
        return bool(wait(waited_for, 0))

    def things(waited_for: Any) -> str:
        return "+".join(filter(None, (thing_of(one) for one in waited_for if hasattr(one, "_handle"))))

    waiting = Waiting(patience(None, 0), any_ready, ((0,), {}))
    module.wait = functools.wraps(wait)(gate.gate(Spec("connection.wait", things, True, waiting), wait))
    pipe = module.Pipe

    @functools.wraps(pipe)
    def making(*args: Any, **kwargs: Any) -> Any:
        first, second = ends = pipe(*args, **kwargs)
        names = f"{thing_of(first)}={thing_of(second)}"
        gate.tell_made(names, "Pipe", gate.caller())
        return ends

    module.Pipe = making


def _two_writes(owner: Any) -> None:
    """Stop in the middle of a long message: its head and its body are two writes, and another may come between."""
    send_bytes, send = owner._send_bytes, owner._send

    @functools.wraps(send_bytes)
    def _send_bytes(self: Any, buf: Any) -> None:
        gate.here.writes = 0
        send_bytes(self, buf)

    @functools.wraps(send)
    def _send(self: Any, buf: Any, *rest: Any) -> None:
        gate.here.writes += 1
        if gate.here.writes == 2 and not gate.is_free() and gate.here.outer is not None:
            spec, thing, line = gate.here.outer
            gate.arrive(spec.name, thing=thing, on=thing_of(self), line=line, deep=True, inside=True)
        send(self, buf, *rest)

    owner._send_bytes, owner._send = _send_bytes, _send


def thing_of(end: Any) -> str:
    """Give what tells a connection from others; both ends of a one-way pipe have the same name."""
    if end._handle is None:
        return ""
    try:
        return f"fd:{os.fstat(end._handle).st_ino}"
    except OSError:
        return ""


def _writable(end: Any) -> bool:
    waiting = select.poll()
    waiting.register(end._handle, select.POLLOUT)
    return bool(waiting.poll(0))


# -- queues


def _queue_thing(queue: Any) -> str:
    return "queue " + name_of(queue._rlock)


def _has_item(queue: Any) -> bool:
    return is_free(queue._rlock) and bool(queue._poll(0) if hasattr(queue, "_poll") else not queue.empty())


def _simple_queues(owner: Any) -> None:
    made(owner, "SimpleQueue", _queue_thing)
    put(owner, "empty", Spec("SimpleQueue.empty", _queue_thing, True))
    put(owner, "get", Spec("SimpleQueue.get", _queue_thing, waiting=Waiting(forever, _has_item)))

    def has_room(queue: Any) -> bool:
        return (queue._wlock is None or is_free(queue._wlock)) and _writable(queue._writer)

    put(owner, "put", Spec("SimpleQueue.put", _queue_thing, waiting=Waiting(forever, has_room), inside=True))


def _queues(module: Any) -> None:
    queue, joinable = module.Queue, module.JoinableQueue

    def has_room(queue: Any) -> bool:
        return queue._closed or not queue._sem._semlock._is_zero()

    getting = Waiting(patience(0, 1), lambda queue: queue._closed or _has_item(queue), ((False,), {}))
    putting = Waiting(patience(1, 2), has_room)
    made(queue, "Queue", _queue_thing)
    made(joinable, "JoinableQueue", _queue_thing)
    put(queue, "get", Spec("Queue.get", _queue_thing, waiting=getting))
    put(queue, "get_nowait", Spec("Queue.get", _queue_thing))
    put(queue, "put_nowait", Spec("Queue.put", _queue_thing))
    for name in ("empty", "full", "qsize"):
        put(queue, name, Spec(f"Queue.{name}", _queue_thing, True))
    for owner in (queue, joinable):
        _putting(owner, Spec("Queue.put", _queue_thing, waiting=putting))
    put(joinable, "task_done", Spec("JoinableQueue.task_done", _queue_thing))
    waiting = Waiting(forever, lambda queue: queue._unfinished_tasks._semlock._is_zero())
    put(joinable, "join", Spec("JoinableQueue.join", _queue_thing, True, waiting))


def _putting(owner: Any, spec: Spec) -> None:
    """A gate before put(), which gives up at once without its second argument, and keeps the first."""
    original = owner.put

    @functools.wraps(original)
    def put_item(self: Any, obj: Any, block: bool = True, timeout: float | None = None) -> Any:
        if not gate.is_free():
            word = gate.stop(spec, gate.caller(), self, (obj, block, timeout), {})
            if word == gate.TIME_OVER:
                block, timeout = False, None
        result = gate.inside(original, self, obj, block, timeout)
        feeder = _by_buffer.get(id(self._buffer))
        if feeder is not None:
            feeder.given += 1
        if not gate.is_free():
            settle()
        return result

    owner.put = put_item


# -- the threads that feed queues


class _Feeder:
    """How far a queue's feeder thread is. It is at rest when it waits for items, or for somebody to make room."""

    def __init__(self, queue: Any) -> None:
        self.thread: threading.Thread | None = None
        self.writer = queue._writer
        self.name = _queue_thing(queue)
        self.given = 0  # how many items were put, and how many it has got rid of
        self.written = 0

    def is_at_rest(self) -> bool:
        return self.written >= self.given or self.is_stuck() or not (self.thread and self.thread.is_alive())

    def is_stuck(self) -> bool:
        try:
            return not _writable(self.writer)
        except (OSError, TypeError, ValueError):
            return False


_by_buffer: dict[int, _Feeder] = {}  # by the id of the buffer that the queue and the thread share


def settle(_: int = 0) -> None:
    """Wait until each feeder thread has handed on what was put, or cannot, so that who can get it is certain."""
    deadline = time.monotonic() + _FLUSHED_WITHIN
    for feeder in list(_by_buffer.values()):
        while not feeder.is_at_rest() and time.monotonic() < deadline:
            _real_sleep(_PAUSE)


_real_sleep = time.sleep


def _feeders(module: Any) -> None:
    """Count what feeder threads are given and get rid of, and stop before waiting for one to end."""
    owner = module.Queue
    start, feed, join = owner._start_thread, owner._feed, owner._finalize_join

    @functools.wraps(feed)
    def _feed(buffer: Any, notempty: Any, send_bytes: Any, writelock: Any, *rest: Any) -> Any:
        feeder = _by_buffer.get(id(buffer))

        def sending(data: Any) -> None:
            send_bytes(data)
            if feeder is not None:
                feeder.written += 1

        *closers, ignore_epipe, onerror, queue_sem = rest

        def failing(error: Any, obj: Any) -> Any:
            if feeder is not None:
                feeder.written += 1
            return onerror(error, obj)

        return feed(buffer, notempty, sending, writelock, *closers, ignore_epipe, failing, queue_sem)

    @functools.wraps(start)
    def starting(self: Any) -> None:
        feeder = _by_buffer[id(self._buffer)] = _Feeder(self)
        start(self)
        feeder.thread = self._thread

    def thing(reference: Any) -> str:
        return next((feeder.name for feeder in _by_buffer.values() if feeder.thread is reference()), "queue")

    def has_ended(reference: Any) -> bool:
        thread = reference()
        feeder = next((feeder for feeder in _by_buffer.values() if feeder.thread is thread), None)
        deadline = time.monotonic() + _FLUSHED_WITHIN
        while thread is not None and thread.is_alive() and time.monotonic() < deadline:
            if feeder is not None and feeder.is_stuck():
                return False
            _real_sleep(_PAUSE)
        return thread is None or not thread.is_alive()

    owner._start_thread = starting
    owner._feed = staticmethod(_feed)
    spec = Spec("Queue.join_thread", thing, waiting=Waiting(forever, has_ended))
    owner._finalize_join = staticmethod(functools.wraps(join)(gate.gate(spec, join)))
