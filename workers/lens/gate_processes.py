"""Gates before what is done to processes and threads; and how the gates come into each process."""

# ruff: noqa: PTH120 (pathlib is not imported into a script's process)

import contextlib
import functools
import os
import select
import sys
import threading
from collections.abc import Callable
from typing import Any

from . import gate, gate_pools
from .gate import Spec, Waiting, put
from .gate_frames import is_the_scripts as is_frame_of_script
from .gate_locks import patience

# Runs in a child that is not forked, while it unpickles how to prepare itself.
_ARRIVE = """
import sys
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
name = {name!r}
if name not in sys.modules:
    spec = spec_from_file_location(name, {file!r}, submodule_search_locations=[{folder!r}])
    sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])
import_module(name + ".gates").attach({path!r})
"""


class _Passenger:
    """Pickles as a call that puts up the gates where it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        name = __name__.rpartition(".")[0]
        file = str(sys.modules[name].__file__)
        folder = os.path.dirname(file)
        return exec, (_ARRIVE.format(name=name, file=file, folder=folder, path=gate.process.path), {"__name__": "_"})


_KILLED_WITHIN = 300  # milliseconds that a signal gets to end a process; it may be caught


def put_gates(process: Any, spawn: Any, popen: Any) -> None:
    """Put gates before the methods of processes, and send the gates along with each child."""
    base = process.BaseProcess
    joining = Waiting(patience(None, 0), _has_ended, ((0,), {}))
    _joins(base, Spec("Process.join", _thing, True, joining, _pid))
    for name in ("terminate", "kill"):
        put(base, name, Spec(f"Process.{name}", _thing, target=_pid))
    put(base, "is_alive", Spec("Process.is_alive", _thing, True, target=_pid))
    _exit_codes(base)
    _starts(base)
    _begins(base)
    _signals(popen.Popen)
    prepare = spawn.get_preparation_data

    @functools.wraps(prepare)
    def get_preparation_data(name: str) -> dict[str, Any]:
        return {**prepare(name), "ipc_lab_gates": _Passenger()}

    spawn.get_preparation_data = get_preparation_data


def _pid(process: Any) -> int | None:
    return process._popen.pid if process._popen is not None else None


def _thing(process: Any) -> str:
    return f"process {_pid(process)}"


def _has_ended(process: Any) -> bool:
    return process._popen is None or process._popen.poll() is not None


def is_the_scripts(process: Any) -> bool:
    """Whether a process runs the script's code from beginning to end; a server or a Pool's worker does not."""
    if "_ipc_lab_script" not in vars(process):  # start() drops the target
        target = getattr(process, "_target", None)
        module = str(getattr(target, "__module__", ""))
        process._ipc_lab_script = not module.startswith(("multiprocessing", "concurrent"))
    return bool(process._ipc_lab_script)


def _joins(base: Any, spec: Spec) -> None:
    join = base.join
    gated = gate.gate(spec, join)

    @functools.wraps(join)
    def joining(self: Any, timeout: float | None = None) -> None:
        (gated if is_the_scripts(self) else join)(self, timeout)

    base.join = joining


def _exit_codes(base: Any) -> None:
    """Reading an exit code is looking whether a process is alive."""
    plain = base.exitcode
    base.exitcode = property(
        gate.gate(Spec("Process.exitcode", _thing, True, target=_pid), plain.fget), doc=plain.__doc__
    )


def _starts(base: Any) -> None:
    put(base, "start", Spec("Process.start", lambda process: f"birth of {process.name}"))
    start = base.start

    @functools.wraps(start)
    def starting(self: Any) -> None:
        if not is_the_scripts(self) and str(getattr(self._target, "__module__", "")).startswith("concurrent"):
            gate.tell_fact("ProcessPoolExecutor")
        start(self)
        if is_the_scripts(self) and not gate.is_free():
            gate.process.born.append(self.pid)

    base.start = starting


def _signals(popen: Any) -> None:
    """Let a signal that ends a process have done so when the step is over, so that what follows is certain."""
    send = popen._send_signal

    @functools.wraps(send)
    def _send_signal(self: Any, number: int) -> None:
        send(self, number)
        if self.returncode is None and not gate.is_free():
            with contextlib.suppress(OSError):  # it has ended, or the system has no such thing
                process = os.pidfd_open(self.pid)
                end = select.poll()
                end.register(process, select.POLLIN)
                end.poll(_KILLED_WITHIN)
                os.close(process)

    popen._send_signal = _send_signal


def _begins(base: Any) -> None:
    bootstrap = base._bootstrap

    @functools.wraps(bootstrap)
    def _bootstrap(self: Any, *args: Any, **kwargs: Any) -> Any:
        gate.process.forget()
        gate.process.free = gate.process.free or not is_the_scripts(self)
        if gate.process.free:
            gate.here.actor = ""
            if gate_pools.is_worker(self):
                gate_pools.watch_tasks(self)
        else:
            gate.begin(self.name)
        return bootstrap(self, *args, **kwargs)

    base._bootstrap = _bootstrap


# -- threads of the script's


def put_gates_before_threads() -> None:
    """Stop the script's own threads too."""
    start, join = threading.Thread.start, threading.Thread.join

    @functools.wraps(start)
    def starting(self: threading.Thread) -> None:
        if not gate.is_free() and is_frame_of_script(gate.caller()):
            gate.process.threads.append(_name(self))
            self.run = _running(self, self.run)  # type: ignore[method-assign]
        start(self)

    def is_over(thread: Any) -> bool:
        return not thread.is_alive() or getattr(thread, "_ipc_lab_over", False)

    waiting = Waiting(patience(None, 0), is_over, ((0,), {}))
    joining = gate.gate(Spec("Thread.join", lambda thread: f"thread {thread.name}", True, waiting), join)

    @functools.wraps(join)
    def joins(self: threading.Thread, timeout: float | None = None) -> None:
        (joining if "run" in vars(self) else join)(self, timeout)

    threading.Thread.start, threading.Thread.join = starting, joins  # type: ignore[method-assign]


def _name(thread: threading.Thread) -> str:
    return gate.actor_of(thread)


def _running(thread: threading.Thread, run: Callable[[], None]) -> Callable[[], None]:
    def running() -> None:
        gate.begin(_name(thread), main=False)
        try:
            run()
        finally:
            thread._ipc_lab_over = True  # type: ignore[attr-defined]
            gate.end()
            gate.here.free = True

    return running
