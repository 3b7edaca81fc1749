"""Runs one script as `__main__`, so that the script cannot tell.

This is the only code of the project that shares a process with a learner's script. The supervisor starts it as a
file, with the run's private folder and what to run:

    host.py FOLDER RUN_FILE SCRIPT START_METHOD WATCH [ARGS...]

RUN_FILE is what is executed (SCRIPT itself, or an edited copy of it in FOLDER); START_METHOD is the default that it is
given; WATCH is BYTES:FLIGHTS, how much each process may record and the folder for it, or empty. When the script
has ended, FOLDER/outcome.json holds its `results`, its `results_unit` and the seconds that it took.

What a script could notice and does not: `sys.path[0]` is the script's folder, `sys.argv` is the script's,
`__main__` is its module, tracebacks start in it, nothing of this project is in `sys.modules`, and the start
method is a default that it may still set. Paths are strings here, and imports few, for the same reason: what is
imported here is imported in every script's process.
"""

import atexit
import importlib.machinery
import importlib.util
import multiprocessing
import os
import signal
import sys
import time
import types
from multiprocessing import context

OUTCOME = "outcome.json"
LENS = "_ipc_lab_lens"  # the name that the lens's package has in observed processes
CONTROLLER = "IPC_LAB_CONTROLLER"  # the variable that holds the path of a controller's socket, where there is one
OUR_PACKAGES = ("workers", "desktop")

_interrupted = False


def semaphore_prefix(folder: str) -> str:
    """What the names of a run's named semaphores begin with: the end of its folder's name, short for macOS."""
    return f"/{os.path.basename(folder)[-16:]}"


def main(arguments: list[str]) -> None:
    """Run the script and end as it ends. Raises SystemExit where the script, run alone, would exit with a code."""
    folder, run_file, script, start_method, watch, *rest = arguments
    atexit.register(_end_by_interrupt)  # registered first, so run last
    _prefer(start_method)
    _name_what_may_be_left_behind(folder)
    if watch:
        cap_bytes, _, flights = watch.partition(":")
        _load_lens().install(flights, run_file, int(cap_bytes))
    if controller := os.environ.pop(CONTROLLER, ""):
        _load_lens()
        importlib.import_module(f"{LENS}.gates").attach(controller, main=True)
    _leave_no_trace()
    sys.argv[:] = [script, *rest]
    _find_modules_beside(script)
    _run(folder, run_file)


def _prefer(start_method: str) -> None:
    """Make a start method the default without choosing it: the script may still call set_start_method()."""
    context._default_context._default_context = multiprocessing.get_context(start_method)  # type: ignore[attr-defined]


def _name_what_may_be_left_behind(folder: str) -> None:
    """Let multiprocessing, in this process and its children, name semaphores and sockets so that we find them.

    A process that is killed cannot unlink its named semaphores or its Manager's socket. These two settings are
    inherited by every child, with every start method; the supervisor removes what bears the run's name.
    """
    sockets = os.path.join(folder, "s")
    os.mkdir(sockets)
    multiprocessing.current_process()._config.update(  # type: ignore[attr-defined]
        semprefix=semaphore_prefix(folder), tempdir=sockets
    )


def _load_lens() -> types.ModuleType:
    """Load the lens under a name of its own, since a script may have a module called workers."""
    if LENS in sys.modules:
        return sys.modules[LENS]
    where = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lens", "__init__.py")
    spec = importlib.util.spec_from_file_location(LENS, where)
    assert spec is not None
    assert spec.loader is not None
    lens = importlib.util.module_from_spec(spec)
    sys.modules[LENS] = lens
    spec.loader.exec_module(lens)
    return lens


def _leave_no_trace() -> None:
    """In the executable, the way here led through our own packages; a script's modules may bear the same names."""
    for name in [name for name in sys.modules if name.partition(".")[0] in OUR_PACKAGES]:
        del sys.modules[name]


def _find_modules_beside(script: str) -> None:
    """Let the script import from its own folder first, in place of the folder of this file."""
    in_place_of = slice(0, 0 if hasattr(sys, "frozen") else 1)  # an executable begins with its own library instead
    sys.path[in_place_of] = [os.path.dirname(os.path.abspath(script))]


def _run(folder: str, run_file: str) -> None:
    host = os.getpid()
    module = types.ModuleType("__main__")
    module.__file__ = run_file
    module.__loader__ = importlib.machinery.SourceFileLoader("__main__", run_file)
    module.__dict__.update(__builtins__=__builtins__, __cached__=None)
    sys.modules["__main__"] = module
    began = time.perf_counter()
    try:
        with open(run_file, "rb") as file:
            source = file.read()
        exec(compile(source, run_file, "exec", dont_inherit=True), module.__dict__)
    except SystemExit:
        raise
    except BaseException as error:
        _end_with(error)
    finally:
        if os.getpid() == host:  # a script that calls os.fork() comes through here twice
            _write_outcome(folder, module, time.perf_counter() - began)


def _end_with(error: BaseException) -> None:
    """End as the interpreter does after an uncaught exception, with a traceback that starts in the script."""
    global _interrupted  # noqa: PLW0603 (there is one script in a process, and one end to it)
    traceback = error.__traceback__
    ours = _run.__code__.co_filename  # in the executable not the same as __file__
    while traceback is not None and traceback.tb_frame.f_code.co_filename == ours:
        traceback = traceback.tb_next
    if LENS in sys.modules:
        sys.modules[LENS].uncaught(error)
    sys.excepthook(type(error), error.with_traceback(traceback), traceback)
    _interrupted = isinstance(error, KeyboardInterrupt)
    raise SystemExit(1)


def _end_by_interrupt() -> None:
    """After Ctrl+C Python ends by the signal itself, so that the shell can tell; so do we."""
    if not _interrupted:
        return
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGINT)


def _write_outcome(folder: str, module: types.ModuleType, seconds: float) -> None:
    import json  # noqa: PLC0415 (the script has ended; before that, nobody here needs it)

    results = getattr(module, "results", None)
    unit = getattr(module, "results_unit", "")
    outcome = {
        "seconds": seconds,
        "results": _numbers(results) if isinstance(results, dict) else {},
        "start_method": multiprocessing.get_start_method(),
        "results_unit": unit if isinstance(unit, str) else "",
    }
    path = os.path.join(folder, OUTCOME)
    try:
        with open(f"{path}.new", "w", encoding="utf-8") as file:
            json.dump(outcome, file)
        os.replace(f"{path}.new", path)
    except OSError:
        pass  # a full disk, or a script that removed the folder: the supervisor says that the results are missing


def _numbers(results: dict[object, object]) -> dict[str, float | list[float]]:
    """What can be drawn as bars: labels with a number or a list of numbers. The rest is the script's own affair."""
    found: dict[str, float | list[float]] = {}
    for label, value in results.items():
        if isinstance(value, (int, float)):
            found[str(label)] = float(value)
        elif isinstance(value, (list, tuple)) and value and all(isinstance(v, (int, float)) for v in value):
            found[str(label)] = [float(v) for v in value]
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
