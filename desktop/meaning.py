"""What the operations of multiprocessing do, by their names: the one place that knows them.

An operation's name is the class and the method that the script calls, "Connection.send". What it means to the world is
its *effect* on an object; `waits` says that it may last until another process does something. `verb` names the word
that a person reads for it (words.toml, [verb]); a name that is not known here is read as its method.
"""

import enum
from functools import cache
from typing import NamedTuple


class Effect(enum.IntEnum):
    """What an operation does to the object it is done on, once it is done."""

    NONE = 0
    PUT = 1  # something goes in: a message, an item
    TAKE = 2  # something comes out
    ACQUIRE = 3
    RELEASE = 4
    SET = 5
    CLEAR = 6
    AWAIT = 7  # waits for a condition, an event, a barrier
    NOTIFY = 8
    CALL = 9  # a call of a managed object: there and back
    SUBMIT = 10  # tasks handed to a pool
    TASK = 11  # a task, from its beginning to its end, in a worker
    SHARE = 12  # a shared value is read or written
    CLOSE = 13


class Meaning(NamedTuple):
    """See the module's first lines."""

    effect: Effect
    waits: bool = False
    verb: str = ""


_PUT, _TAKE = Effect.PUT, Effect.TAKE
_METHODS = {
    "Process": {
        "start": Meaning(Effect.NONE, verb="start"),
        "join": Meaning(Effect.NONE, waits=True, verb="join"),
        "terminate": Meaning(Effect.NONE, verb="terminate"),
        "kill": Meaning(Effect.NONE, verb="kill"),
    },
    "Connection": {
        "send": Meaning(_PUT, verb="send"),
        "send_bytes": Meaning(_PUT, verb="send"),
        "recv": Meaning(_TAKE, waits=True, verb="receive"),
        "recv_bytes": Meaning(_TAKE, waits=True, verb="receive"),
        "recv_bytes_into": Meaning(_TAKE, waits=True, verb="receive"),
        "poll": Meaning(Effect.NONE, waits=True, verb="poll"),
        "close": Meaning(Effect.CLOSE, verb="close"),
    },
    "Queue": {
        "put": Meaning(_PUT, waits=True, verb="put"),
        "put_nowait": Meaning(_PUT, verb="put"),
        "get": Meaning(_TAKE, waits=True, verb="get"),
        "get_nowait": Meaning(_TAKE, verb="get"),
        "join": Meaning(Effect.AWAIT, waits=True, verb="join"),
        "join_thread": Meaning(Effect.NONE, waits=True, verb="join"),
        "close": Meaning(Effect.CLOSE, verb="close"),
    },
    "Lock": {
        "acquire": Meaning(Effect.ACQUIRE, waits=True, verb="acquire"),
        "__enter__": Meaning(Effect.ACQUIRE, waits=True, verb="acquire"),
        "release": Meaning(Effect.RELEASE, verb="release"),
        "__exit__": Meaning(Effect.RELEASE, verb="release"),
    },
    "Condition": {
        "acquire": Meaning(Effect.ACQUIRE, waits=True, verb="acquire"),
        "__enter__": Meaning(Effect.ACQUIRE, waits=True, verb="acquire"),
        "release": Meaning(Effect.RELEASE, verb="release"),
        "__exit__": Meaning(Effect.RELEASE, verb="release"),
        "wait": Meaning(Effect.AWAIT, waits=True, verb="wait"),
        "wait_for": Meaning(Effect.AWAIT, waits=True, verb="wait"),
        "notify": Meaning(Effect.NOTIFY, verb="notify"),
        "notify_all": Meaning(Effect.NOTIFY, verb="notify"),
    },
    "Event": {
        "set": Meaning(Effect.SET, verb="set"),
        "clear": Meaning(Effect.CLEAR, verb="clear"),
        "wait": Meaning(Effect.AWAIT, waits=True, verb="wait"),
    },
    "Barrier": {
        "wait": Meaning(Effect.AWAIT, waits=True, verb="wait"),
        "abort": Meaning(Effect.CLEAR, verb="clear"),
        "reset": Meaning(Effect.CLEAR, verb="clear"),
    },
    "Pool": {
        **dict.fromkeys(("apply", "map", "starmap"), Meaning(Effect.SUBMIT, waits=True, verb="submit")),
        **dict.fromkeys(
            ("apply_async", "map_async", "starmap_async", "imap", "imap_unordered", "submit"),
            Meaning(Effect.SUBMIT, verb="submit"),
        ),
        "task": Meaning(Effect.TASK, verb="task"),
        "callback": Meaning(Effect.NONE, verb="callback"),
        "error_callback": Meaning(Effect.NONE, verb="callback"),
        "join": Meaning(Effect.NONE, waits=True, verb="join"),
        "shutdown": Meaning(Effect.NONE, waits=True, verb="close"),
        "close": Meaning(Effect.CLOSE, verb="close"),
        "terminate": Meaning(Effect.CLOSE, verb="terminate"),
    },
    "AsyncResult": {
        "get": Meaning(Effect.NONE, waits=True, verb="result"),
        "result": Meaning(Effect.NONE, waits=True, verb="result"),
        "next": Meaning(Effect.NONE, waits=True, verb="result"),
        "wait": Meaning(Effect.NONE, waits=True, verb="wait"),
    },
    "Value": {
        "get": Meaning(Effect.SHARE, verb="read"),
        "set": Meaning(Effect.SHARE, verb="write"),
    },
    "Manager": {
        "start": Meaning(Effect.NONE, verb="start"),
        "connect": Meaning(Effect.NONE, waits=True, verb="connect"),
        "create": Meaning(Effect.NONE, verb="make"),
        "shutdown": Meaning(Effect.NONE, waits=True, verb="close"),
    },
    "Server": {"create": Meaning(Effect.NONE, verb="make")},
    "SharedMemory": {},
    "stderr": {"write": Meaning(Effect.NONE, verb="print")},
    "connection": {"wait": Meaning(Effect.NONE, waits=True, verb="wait")},
    "Listener": {"accept": Meaning(Effect.NONE, waits=True, verb="accept")},
    "": {
        "Client": Meaning(Effect.NONE, waits=True, verb="connect"),
        "Pool": Meaning(Effect.NONE, verb="make"),
        "SharedMemory": Meaning(Effect.NONE, verb="make"),
        "print": Meaning(Effect.NONE, verb="print"),
    },
}
# Classes whose methods mean what those of another class do.
_LIKE = {
    "SimpleQueue": "Queue",
    "JoinableQueue": "Queue",
    "RLock": "Lock",
    "Semaphore": "Lock",
    "BoundedSemaphore": "Lock",
    "Array": "Value",
    "ShareableList": "Value",
    "Executor": "Pool",
    "Future": "AsyncResult",
    "IMapIterator": "AsyncResult",
}
# What a managed object's method does to what it holds, as far as its name tells.
_READS = {
    "__getitem__",
    "get",
    "keys",
    "values",
    "items",
    "copy",
    "__len__",
    "__contains__",
    "index",
    "count",
    "_getvalue",
}
_WRITES = {
    "__setitem__",
    "__delitem__",
    "append",
    "extend",
    "insert",
    "pop",
    "popitem",
    "remove",
    "update",
    "clear",
    "set",
}
_MANAGED_READ = Meaning(Effect.CALL, verb="read")
_MANAGED_WRITE = Meaning(Effect.CALL, verb="write")
_MANAGED_WAITING = {"acquire", "wait", "get", "put", "join", "wait_for", "__enter__"}


_NOTHING = Meaning(Effect.NONE)


@cache
def meaning(name: str) -> Meaning:
    """What an operation of that name means. A class that is not multiprocessing's own is one that a manager holds."""
    kind, _, method = name.rpartition(".")
    methods = _METHODS.get(_LIKE.get(kind, kind))
    return managed(method) if methods is None else methods.get(method, _NOTHING)


@cache
def managed(method: str) -> Meaning:
    """What a call of a managed object means, which is one message to the manager's server and one back."""
    if method in _READS:
        return _MANAGED_READ
    if method in _WRITES:
        return _MANAGED_WRITE
    return Meaning(Effect.CALL, waits=method in _MANAGED_WAITING, verb="call")
