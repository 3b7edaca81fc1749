"""Stepping: every thread of the script stops before each operation, until the controller lets it go on.

An operation that the script asks for is a choice: the controller decides who goes next. A blocking operation
underneath another (the semaphore inside of Condition.wait) stops too where it would wait. A blocking operation is let
go only when it can complete, or when its time is to be over; so a process that waits stands at its gate, where it can
be seen, and not in the system's wait. Threads of multiprocessing's own run free.

Each thread has a connection of its own to the controller's socket. One JSON value a line:

    thread      {"hello": name, "pid", "tid", …}         once: here I am
                {"op", "thing", "line", …}               I am about to do this
                {"ready": …}                             the answer to "?"
                {"end": true}                            this actor is over, though its process goes on
    controller  "?"  can it complete now?    "!" go      "t" go, your time is over
                each followed by the virtual time in seconds and by how many tasks of Pools are over
"""

import functools
import json
import os
import socket
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, NamedTuple

from .gate_frames import place, scripts_frame

GO, ASK, TIME_OVER = b"!", b"?", b"t"
SERVED = b"s"  # never sent: the operation is no concern of the controller's, and nothing underneath it
FOREVER = float("inf")
_THIS_FILE = (lambda: None).__code__.co_filename  # as frames tell it: in an executable that is not __file__
_UNDERNEATH = ("multiprocessing", "concurrent", "threading")
# What these ask for is answered by processes and threads that run free.
_SERVED = (
    "multiprocessing.managers",
    "multiprocessing.connection",
    "multiprocessing.pool",
    "multiprocessing.popen",
    "concurrent.futures",
)

Arguments = tuple[Any, ...]
Keywords = dict[str, Any]


class Waiting(NamedTuple):
    """How an operation may block. `patience` is in seconds: 0 if it does not, FOREVER without a timeout.

    `at_once` are the arguments with which it gives up at once.
    """

    patience: Callable[[Arguments, Keywords], float]
    ready: Callable[[Any], bool]
    at_once: tuple[Arguments, Keywords] = ((), {})


class Spec(NamedTuple):
    """An operation: its name, what it is done to, whether it only looks, and how it may block.

    `thing` gives names with + between them. `target` gives the pid of the process that it is done to. `inside` is set
    where it may wait in a place that cannot be looked into beforehand: in the system for a full buffer to empty, in a
    manager's server. `module` is the one whose frames are the operation itself.
    """

    name: str
    thing: Callable[[Any], str]
    reads: bool = False
    waiting: Waiting | None = None
    target: Callable[[Any], int | None] = lambda _: None
    inside: bool = False
    module: str = ""


class _Process:
    """What all threads of this process share."""

    def __init__(self) -> None:
        self.path = ""
        self.free = False  # a process of multiprocessing's own
        self.made: list[tuple[str, str, str, int]] = []
        self.born: list[int] = []
        self.threads: list[str] = []
        self.settle: list[Callable[[int], None]] = []  # each waits until threads of multiprocessing's own are at rest

        self.tasks: Callable[[], tuple[int, int]] = lambda: (0, 0)

    def forget(self) -> None:
        """Leave to the parent, in a forked child, what the parent has not told yet."""
        for told in (self.made, self.born, self.threads):
            told.clear()


class _Thread(threading.local):
    """A thread's connection, made at its first gate, and how deep it is inside of operations."""

    def __init__(self) -> None:
        self.pid = 0
        self.depth = 0
        self.unseen = 0
        self.channel: socket.socket | None = None
        self.got = True
        self.actor = ""
        self.free: bool | None = None
        self.outer: tuple[Spec, str, int] | None = None
        self.now = 0.0
        self.looks = 0
        self.writes = 0  # of the message that is being sent


process = _Process()
here = _Thread()


def gate(spec: Spec, original: Callable[..., Any]) -> Callable[..., Any]:
    """Make a function that stops before it calls `original`."""

    def wrapper(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        if not is_free():
            word = stop(spec, caller(), self, args, kwargs)
            if word == SERVED:
                return unseen(original, self, *args, **kwargs)
            if word == TIME_OVER and spec.waiting is not None:
                args, kwargs = spec.waiting.at_once
        return inside(original, self, *args, **kwargs)

    return wrapper


def inside(original: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call `original`; operations that it makes are underneath."""
    here.depth += 1
    try:
        result = original(*args, **kwargs)
    except BaseException as error:
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename == _THIS_FILE:
            trace = trace.tb_next
        error.__traceback__ = trace
        here.got = False
        raise
    finally:
        here.depth -= 1
    here.got = result is not False
    return result


def unseen(original: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call `original` without stopping before anything that it does."""
    here.unseen += 1
    try:
        return inside(original, *args, **kwargs)
    finally:
        here.unseen -= 1


def put(owner: Any, name: str, spec: Spec) -> None:
    """Put a gate before a method, if there is such a method."""
    original = vars(owner).get(name)
    if original is not None:
        setattr(owner, name, functools.update_wrapper(gate(spec, original), original))


def caller() -> FrameType | None:
    """Give the frame that called the function that calls this, None if that was called from C."""
    try:
        return sys._getframe(2)
    except ValueError:
        return None


def is_free() -> bool:
    """Whether this thread is not to be stopped: it belongs to multiprocessing, or there is no controller."""
    if here.unseen:
        return True
    if here.actor:
        return False
    if process.free or not process.path:
        return True
    if here.free is None:
        thread = threading._active.get(threading.get_ident())  # type: ignore[attr-defined]
        target = getattr(thread, "_target", None)
        module = getattr(target, "__module__", "") or type(thread).__module__
        here.free = module.startswith(("multiprocessing", "concurrent"))
    return here.free


def stop(spec: Spec, frame: FrameType | None, thing: Any, args: Arguments, kwargs: Keywords) -> bytes:
    """Wait for the controller's word before an operation. Gives GO, TIME_OVER or SERVED."""
    waiting = spec.waiting
    patience = waiting.patience(args, kwargs) if waiting else 0.0
    asking, function, module = place(frame)
    line = asking.f_lineno if asking is not None else 0
    if module != spec.module and module.startswith(_SERVED):
        return SERVED
    underneath = module.partition(".")[0] in _UNDERNEATH and module != spec.module
    chosen = here.depth == 0 and asking is not None and not underneath

    def ready() -> bool:
        return waiting is None or patience == 0 or waiting.ready(thing)

    here.depth += 1  # what it takes to look whether it is ready is no operation of the script's
    try:
        able = ready()
        if not chosen and able:
            return GO
        outer, name, on = spec, "", spec.thing(thing)
        where = on
        if chosen:
            here.outer = spec, where, line
            name = _name_of(asking, thing)
        elif here.depth > 1 and here.outer is not None:
            outer, where, line = here.outer
        return _await_word(
            ready,
            op=outer.name,
            thing=where,
            on=on,
            name=name,
            line=line,
            # Who is woken and who gets a lock is for the controller; what else waits underneath is not.
            choice=chosen or (outer is not spec and function != "notify"),
            deep=outer is not spec,
            reads=spec.reads,
            ready=able,
            blocks=patience > 0,
            patience=patience if 0 < patience < FOREVER else None,
            target=spec.target(thing),
            inside=spec.inside,
        )
    finally:
        here.depth -= 1


def arrive(op: str, sent: Callable[[], None] = lambda: None, **more: Any) -> None:
    """Wait for the controller's word, without an operation of multiprocessing's.

    `sent` is called once it has been asked for.
    """
    here.depth += 1
    try:
        _await_word(lambda: True, sent, op=op, **more)
    finally:
        here.depth -= 1


def begin(actor: str, *, main: bool = True, choice: bool = False, op: str = "begin", **more: Any) -> None:
    """Become an actor, or another, and make it known before it does anything."""
    here.depth, here.unseen, here.free, here.outer, here.actor = 0, 0, False, None, actor
    _connect(actor, main)
    arrive(op, choice=choice, **more)


def end() -> None:
    """Tell that this thread's actor is over."""
    _say(end=True)
    here.actor = ""
    if here.channel is not None:
        here.channel.close()
    here.channel, here.pid = None, 0


def _await_word(look: Callable[[], bool], sent: Callable[[], None] = lambda: None, /, **said: Any) -> bytes:
    made, born, threads = process.made[:], process.born[:], process.threads[:]
    del process.made[: len(made)], process.born[: len(born)]
    del process.threads[: len(threads)]
    given, workers = process.tasks()
    _say(**said, got=here.got, made=made, born=born, threads=threads, tasks=given, workers=workers)
    sent()
    while True:
        word, now, over = _hear()
        here.now = float(now)
        if word != ASK:
            return word
        for settle in process.settle:
            settle(int(over))
        _say(ready=look())


def _say(**said: object) -> None:
    if here.pid != os.getpid():
        _connect(actor_of(threading.current_thread()), threading.current_thread() is threading.main_thread())
    assert here.channel is not None
    here.channel.sendall(json.dumps(said).encode() + b"\n")


def _hear() -> tuple[bytes, bytes, bytes]:
    assert here.channel is not None
    line = b""
    while not line.endswith(b"\n"):
        part = here.channel.recv(256)
        if not part:
            os._exit(1)  # the controller is gone, and the run with it
        line += part
    word, now, over = line.split()
    return word, now, over


def _own_name() -> str:
    from multiprocessing import current_process  # noqa: PLC0415 (not yet whole when this is imported)

    name = current_process().name
    return "main" if name == "MainProcess" else name


def _parent() -> int:
    from multiprocessing import parent_process  # noqa: PLC0415 (as above)

    parent = parent_process()
    return parent.pid or 0 if parent is not None else 0


def actor_of(thread: threading.Thread) -> str:
    """Give the name of the actor that a thread of this process is."""
    name = _own_name()
    return name if thread is threading.main_thread() else f"{name}/{thread.name}"


def _connect(name: str, main: bool) -> None:
    if here.channel is not None:
        here.channel.close()
    here.pid, here.actor = os.getpid(), name
    here.channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    here.channel.connect(process.path)
    _say(hello=name, pid=here.pid, tid=threading.get_native_id(), main=main, parent=_parent())


def tell_made(thing: str, kind: str, frame: FrameType | None) -> None:
    """Remember to tell that an object was made here; those made underneath others are not told."""
    if not here.depth and not is_free():
        frame = scripts_frame(frame)
        if frame is not None:
            process.made.append((thing, kind, frame.f_code.co_filename, frame.f_lineno))


def tell_fact(fact: str) -> None:
    """Tell of something that cannot be controlled."""
    if not is_free():
        _say(facts=[fact])


def _name_of(frame: FrameType | None, thing: Any) -> str:
    """Give what the script calls a thing where it uses it."""
    if frame is None:
        return ""
    for names in (frame.f_locals, frame.f_globals):
        for name, value in names.items():
            if (value is thing or _is_primitive(value, thing)) and not name.startswith("__"):
                return str(name)
    return ""


def _is_primitive(value: Any, primitive: Any) -> bool:
    wanted = getattr(primitive, "_semlock", None)
    found = type(value).__module__ == "multiprocessing.synchronize" and value.__dict__.get("_semlock")
    return wanted is not None and found is wanted
