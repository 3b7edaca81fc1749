"""Errors that learners meet: how each is recognised in what Python writes, and which lesson tells more.

    stderr ──► (name, places) ──► words "error.NAME.what", ".why" and ".change" from errors.toml

Beside each pattern stands the place in CPython that writes what it looks for.
"""

import re
from typing import NamedTuple

# A traceback's lines between the frame that is named and the error itself.
_FRAMES = r"(?:.*\n)*?"


class KnownError(NamedTuple):
    """An error that is explained. Named groups of the pattern fill the places of its sentences."""

    name: str
    pattern: re.Pattern[str]
    lesson: str = ""  # "topic/name" of the lesson that shows it; "" if none does
    warns: bool = False  # it is written by a run that ended well, too


class Found(NamedTuple):
    """An error that was recognised."""

    error: KnownError
    places: dict[str, object]


def recognise(stderr: str, *, warnings_only: bool = False) -> Found | None:
    """The first error of the table that is in what was written to stderr; None if there is none.

    `warnings_only` leaves out what only a run that failed can have written.
    """
    for error in KNOWN:
        if (error.warns or not warnings_only) and (match := error.pattern.search(stderr)):
            return Found(error, {name: _readable(text) for name, text in match.groupdict().items()})
    return None


def _readable(text: str) -> str:
    """What Python calls something, without its address and what else helps nobody."""
    if "<lambda>" in text:
        return "lambda"
    named = re.fullmatch(r"<function ([\w.<>]+) at 0x[0-9a-fA-F]+>", text)
    return f"'{named[1]}'" if named else text.removeprefix("local object ")


def error_named(name: str) -> KnownError:
    """The error with that name. Raises KeyError."""
    return {error.name: error for error in KNOWN}[name]


def _known(name: str, pattern: str, lesson: str = "", *, warns: bool = False) -> KnownError:
    return KnownError(name, re.compile(pattern, re.MULTILINE), lesson, warns)


# In this order: a process that fails makes others fail, and the cause comes before what follows from it.
KNOWN = (
    # spawn.py, _check_not_importing_main
    _known("no_guard", r"has finished its bootstrapping phase", "start_methods/guard"),
    # context.py, assert_spawning
    _known(
        "only_inherited",
        r"RuntimeError: (?P<what>\w+) objects should only be shared between processes through inheritance",
        "pool/initializer",
    ),
    # pool.py, MaybeEncodingError
    _known("cannot_answer", r"MaybeEncodingError: Error sending result", "pool/pickling"),
    # unpickling looks a name up in the module that the child has imported as __mp_main__
    _known(
        "not_found_in_child",
        r"^AttributeError: Can't get attribute '(?P<what>\w+)' on <module '__m",
        "start_methods/guard",
    ),
    # _pickle.c: PicklingError, and AttributeError or TypeError where a lookup or a type fails
    _known(
        "pickling",
        r"^(?:_?pickle\.PicklingError|AttributeError|TypeError): "
        r"(?:Can't (?:pickle|get local object)|[Cc]annot pickle) (?P<what>[^:\n]+)",
        "pool/pickling",
    ),
    # connection.py, _bad_message_length and _recv; _pickle.c where what came is no pickle
    _known(
        "bad_length",
        r"OSError: (?:bad message length|got end of file during message)|^_?pickle\.UnpicklingError: ",
        "pipe/shared_end",
    ),
    # connection.py, SocketListener.__init__: bind
    _known(
        "address_in_use",
        r"^OSError: \[(?:Errno \d+|WinError 10048)\] (?:Address already in use|Only one usage)",
        "manager/remote",
    ),
    # connection.py, answer_challenge and deliver_challenge
    _known("authentication", r"AuthenticationError: ", "manager/remote"),
    # managers.py, BaseProxy._connect, and connection.py, Client: nobody listens at the server's address
    _known(
        "manager_gone",
        rf'managers\.py", line \d+, in (?:_connect|_callmethod|_incref)\n{_FRAMES}'
        r"^(?:FileNotFoundError|ConnectionRefusedError|ConnectionResetError|BrokenPipeError|EOFError)",
        "manager/server",
    ),
    # concurrent/futures/process.py
    _known("broken_pool", r"BrokenProcessPool: ", "pool/killed_worker"),
    # connection.py, _recv
    _known("end_of_pipe", rf'connection\.py", line \d+, in _?recv\w*\n{_FRAMES}^EOFError$', "pipe/closing_ends"),
    # connection.py, _send
    _known("broken_pipe", r"^BrokenPipeError: ", "pipe/broken_pipe"),
    # connection.py, _check_readable and _check_writable
    _known("wrong_direction", r"^OSError: connection is (?P<what>read-only|write-only)", "pipe/one_way"),
    # connection.py, _check_closed
    _known("handle_closed", r"^OSError: handle is closed", "pipe/closing_ends"),
    # pool.py, _check_running
    _known("pool_not_running", r"^ValueError: Pool not running", "pool/close_and_join"),
    # pool.py, Pool.join
    _known("pool_still_running", r"^ValueError: Pool is still running", "pool/close_and_join"),
    # process.py, BaseProcess.start
    _known("daemonic", r"daemonic processes are not allowed to have children", "pool/process_per_task"),
    _known("started_twice", r"^AssertionError: cannot start a process twice", "pool/process_per_task"),
    # process.py, BaseProcess.join
    _known("not_started", r"^AssertionError: can only join a started process"),
    # context.py, DefaultContext.set_start_method
    _known("context_set", r"^RuntimeError: context has already been set", "start_methods/guard"),
    # _multiprocessing/semaphore.c, semlock_release
    _known("released_too_often", r"^ValueError: semaphore or lock released too many times", "locks/semaphore"),
    _known("not_owner", r"^AssertionError: attempt to release recursive lock not owned by thread", "locks/rlock"),
    # threading.py, which multiprocessing's Barrier builds on
    _known("broken_barrier", r"BrokenBarrierError$", "locks/barrier"),
    # process.py, BaseProcess.run: the call of the target
    _known(
        "wrong_arguments",
        rf'process\.py", line \d+, in run\n{_FRAMES}^TypeError: (?P<what>\w+\(\) (?:takes|missing) [^\n]+)',
        "pipe/two_way",
    ),
    # pool.py, ApplyResult.get
    _known("time_over", r"multiprocessing\.context\.TimeoutError$", "pool/apply_async"),
    # queues.py, Queue.get
    _known("queue_empty", r"^_?queue\.Empty$", "queue/empty_is_a_guess"),
    # resource_tracker.py, main
    _known(
        "leaked",
        r"resource_tracker: There appear to be (?P<count>\d+) leaked (?P<what>\w+) objects",
        "locks/what_is_a_lock",
        warns=True,
    ),
)
KILLED = KnownError(
    "killed", re.compile(r"(?!)"), "pool/killed_worker"
)  # known by the exit code, not by what is written
