"""Processes: started, named, waited for, ended; and how the lens comes into each of them."""

from __future__ import annotations

# ruff: noqa: PTH120 (pathlib is not imported into a script's process)
import os
import sys
from time import perf_counter_ns as now

from .. import thin, wrap
from .. import vocabulary as words
from ..flight import recorder
from ..where import kind_of, kinds, place
from .birth import bootstrap_with

TYPE_CHECKING = False  # typing takes longer to import than all of the lens
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_pack, _SIZE = words.OPERATION.pack, words.OPERATION.size
_TEXT = words.DONE | words.AS_TEXT

# Runs in a spawned child while it unpickles how to prepare itself: before it imports the script, and long before
# it unpickles the Process. It is text, because a child cannot import the lens by name. A child that cannot load it
# goes on unobserved.
_ARRIVE = """
import sys
try:
    from importlib.util import module_from_spec, spec_from_file_location
    spec = spec_from_file_location({name!r}, {path!r}, submodule_search_locations=[{folder!r}])
    sys.modules[{name!r}] = lens = module_from_spec(spec)
    spec.loader.exec_module(lens)
    lens.install({flights!r}, {script!r}, {cap!r}, {pid!r})
except Exception:
    sys.modules.pop({name!r}, None)
"""


class _Passenger:
    """Pickles as a call that installs the lens where it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        package = sys.modules[__name__.rpartition(".seams")[0]]
        path = str(package.__file__)
        text = _ARRIVE.format(
            name=package.__name__,
            path=path,
            folder=os.path.dirname(path),
            flights=recorder.folder,
            script=next((path for path, kind in kinds.items() if kind == 0), ""),
            cap=recorder.cap,
            pid=recorder.pid,
        )
        return exec, (text, {"__name__": "_ipc_lab_arrival"})


def pid_of(process: Any) -> int:
    """Identify a Process by its pid: 0 until it has one."""
    return process._popen.pid if process._popen is not None else 0


def _role(process: Any) -> str:
    target = getattr(process, "_target", None)
    module, name = getattr(target, "__module__", ""), getattr(target, "__qualname__", "")
    if module == "multiprocessing.pool" and name == "worker":
        return words.POOL_WORKER
    if module == "multiprocessing.managers" and name.endswith("._run_server"):
        return words.MANAGER_SERVER
    if module == "concurrent.futures.process":
        return words.EXECUTOR_WORKER
    return words.CHILD


def _starting(original: Callable[..., Any]) -> Callable[..., Any]:
    """Record a start, and with it who is started: a forked child leaves that to its parent."""
    # Written out in one function, for what it costs after each fork: see flight.Recorder.before_fork.
    here, code, get_frame, file_of = recorder.here, words.CODES["Process.start"], sys._getframe, kinds.get

    def start(self: Any) -> None:
        frame = get_frame(1)
        file, depth, line = file_of(frame.f_code.co_filename, -1), 0, frame.f_lineno
        if file < 0:
            depth, file, line = place(frame)
        began = now()
        wrap.enter(code, (depth, file, line), 0, began)
        name, role, method = self.name, _role(self), self._start_method or _default_method()
        here.expecting = role
        try:
            original(self)
        except BaseException as error:
            here.expecting = ""
            error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
            text = wrap.spell_error(error)
            wrap.record(code, (depth, file, line), pid_of(self), began, words.RAISED | words.AS_TEXT, 0, text)
            raise
        here.expecting = ""
        said = f"{role}\x1f{name}\x1f{method}".encode("utf-8", "backslashreplace")[: words.MAX_EXCERPT]
        length, pid, ended = _SIZE + len(said), self._popen.pid, now()
        head = _pack(length, code, _TEXT, here.number, depth, file, line, pid, began, ended, 0)
        recorder.write(head + said)

    return start


def _default_method() -> str:
    return sys.modules["multiprocessing"].get_start_method(allow_none=True) or ""


def _arrived(process: Any) -> None:
    """Tell who this process is, in a child that was not forked by an observed one."""
    method = process._start_method or _default_method()
    recorder.define(words.PROCESS, recorder.started, _role(process), process.name, method, process._parent_pid)


def _watch_work(process: Any) -> None:
    """See to it that the tasks of a worker are recorded."""
    role = _role(process)
    if role == words.POOL_WORKER:
        from . import pools  # noqa: PLC0415 (only a worker needs it)

        pools.watch_tasks(process)
    elif role == words.EXECUTOR_WORKER:
        from . import futures  # noqa: PLC0415 (only a worker needs it)

        futures.watch_tasks(process)


def _tell_if_ending(*_: object, **__: object) -> None:
    caller = sys._getframe(2)
    error = sys.exc_info()[1]
    if error is not None and caller.f_code.co_name == "_bootstrap" and kind_of(caller.f_code.co_filename) < 0:
        tell_uncaught(error)


def tell_uncaught(error: BaseException) -> None:
    """Record an exception that nobody caught, at the last line of the script that it went through."""
    file = line = 0
    step = error.__traceback__
    while step is not None:
        kind = kind_of(step.tb_frame.f_code.co_filename)
        if kind >= 0:
            file, line = kind, step.tb_lineno
        step = step.tb_next
    name, _, text = wrap.spell_error(error).decode("utf-8").partition(words.SEPARATOR)
    recorder.define(words.UNCAUGHT, now(), recorder.here.number, name, text, file, line)


def observe_process(module: Any) -> None:
    """Observe what is done to processes, and the beginning and end of each."""
    base = module.BaseProcess
    wrap.put(base, "start", _starting(base.start))
    wrap.method(base, "join", "Process.join", pid_of, blocks=True, tell=_tell_exit_code)
    for name in ("terminate", "kill", "close", "is_alive"):
        wrap.method(base, name, f"Process.{name}", pid_of)
    wrap.put(base, "_bootstrap", bootstrap_with(base._bootstrap, _arrived, _watch_work))


def _tell_exit_code(process: Any, *_: object) -> wrap.Found:
    code = process._popen.returncode
    if code is None:  # the wait for it timed out
        return words.REFUSED, 0, b""
    return words.DONE | words.AS_TEXT, 0, str(code).encode()


def ride_along(module: Any) -> None:
    """Have each child that is not forked install the lens while it prepares itself."""
    prepare = module.get_preparation_data
    wrap.put(module, "get_preparation_data", thin.changed(prepare, lambda data: {"ipc_lab_lens": _Passenger(), **data}))


def observe_uncaught(module: Any) -> None:
    """Observe an exception that ends a child: BaseProcess._bootstrap catches it, and has it printed."""
    wrap.put(module, "print_exc", thin.preceded(module.print_exc, _tell_if_ending))


def observe_reaping(module: Any) -> None:
    """Observe how a child ended, as the system tells its parent: a killed child cannot say so itself."""
    poll = module.Popen.__dict__.get("poll")
    if poll is None:  # Windows: poll() is wait(0), and both set the return code in wait()
        return

    wrap.put(module.Popen, "poll", thin.reaping(poll, _reaped))


def _reaped(pid: int, code: int) -> None:
    moment = now()
    recorder.write(_pack(_SIZE, words.REAPED, 0, 0, 0, 0, 0, pid, moment, moment, code & 0xFFFFFFFF))


def observe_forkserver(module: Any) -> None:
    """Tell of the process that forks for the others."""
    _observe_helper(module, module._forkserver, "_forkserver_pid", words.FORKSERVER)


def observe_tracker(module: Any) -> None:
    """Tell of the process that tracks named semaphores and shared memory."""
    _observe_helper(module, module._resource_tracker, "_pid", words.RESOURCE_TRACKER)


def _observe_helper(module: Any, helper: Any, attribute: str, role: str) -> None:
    def pid() -> Any:
        return getattr(helper, attribute, None)

    def tell(before: Any, *_: object, **__: object) -> None:
        if pid() is not None and pid() != before:
            recorder.define(words.HELPER, now(), pid(), role)

    watched = thin.followed(helper.ensure_running, lambda *_, **__: pid(), tell)
    helper.ensure_running = module.ensure_running = watched
