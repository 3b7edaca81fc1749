"""Starts the same script again and again, fast: a process that has imported all that is needed, and forks.

An explorer starts it as a file, with the explorer's private folder, and asks over a socket, its descriptor 0: one JSON
object a message.

    {"start": [folder, run file, script, start method, arguments...], "controller", "folder"}  with two descriptors,
                 for the script's stdout and stderr     -> {"pid"}
    {"wait": pid}                                       -> {"exit_code"}, null if it has not ended

It is a subreaper where the system has that: what a run leaves behind is found below it, and waited for by it. When the
explorer is gone it ends what it has started, removes the folders, and ends itself.
"""

# ruff: noqa: PTH100, PTH118, PTH120, PTH123, PTH208 (pathlib is not imported into a script's process)

import contextlib
import gc
import importlib
import importlib.util
import json
import os
import shutil
import signal
import socket
import sys
from types import ModuleType
from typing import Any

_PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
_PRELOADED = (
    *("connection", "managers", "pool", "popen_fork", "popen_forkserver", "popen_spawn_posix"),
    *("process", "queues", "shared_memory", "sharedctypes", "spawn", "synchronize"),
)


def main(arguments: list[str]) -> None:
    """Serve an explorer; in each process that is forked, be the host of a script."""
    host = _load("_ipc_lab_host", "host.py")
    host._load_lens()
    for name in _PRELOADED:
        importlib.import_module(f"multiprocessing.{name}")
    importlib.import_module(f"{host.LENS}.gates")
    _become_subreaper()
    gc.freeze()  # what is here already need not be looked at, and so copied, in each process
    order = _serve(socket.socket(fileno=0), arguments[0])
    if order is not None:
        os.environ[host.CONTROLLER] = order["controller"]
        host.main(order["start"])


def _load(name: str, file: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, os.path.join(os.path.dirname(os.path.abspath(__file__)), file))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _become_subreaper() -> None:
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415

        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _serve(asked: socket.socket, folder: str) -> dict[str, Any] | None:
    """Answer until the explorer is gone (None), or until this is a forked process (what it is to do)."""
    exit_codes: dict[int, int] = {}
    while True:
        try:
            message, descriptors, _, _ = socket.recv_fds(asked, 65536, 2)
        except OSError:
            message = b""
        if not message:
            _end_everything()
            _remove(folder)
            return None
        order = json.loads(message)
        if "start" in order:
            pid = os.fork()
            if pid == 0:
                _become_a_script(asked, descriptors, order["folder"])
                return dict(order)
            for descriptor in descriptors:
                os.close(descriptor)
            asked.send(json.dumps({"pid": pid}).encode())
        else:
            _reap(exit_codes)
            asked.send(json.dumps({"exit_code": exit_codes.pop(order["wait"], None)}).encode())


def _remove(folder: str) -> None:
    """Remove the explorer's folder, and those of its runs, which lie beside it and bear its name."""
    parent, name = os.path.split(folder)
    for other in os.listdir(parent):
        if other == name or other.startswith(f"{name}-"):
            shutil.rmtree(os.path.join(parent, other), ignore_errors=True)


def _become_a_script(asked: socket.socket, descriptors: list[int], folder: str) -> None:
    os.setsid()
    asked.close()
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in zip((nothing, *descriptors), (0, 1, 2), strict=True):
        os.dup2(source, target)
    for source in (nothing, *descriptors):
        if source > 2:
            os.close(source)
    os.chdir(folder)


def _reap(exit_codes: dict[int, int]) -> None:
    with contextlib.suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG)) != (0, 0):
            exit_codes[found[0]] = os.waitstatus_to_exitcode(found[1])


def _end_everything() -> None:
    """Kill what there is below us, until there is nothing."""
    with contextlib.suppress(ChildProcessError, FileNotFoundError):
        while True:
            for pid in _children():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            os.waitpid(-1, 0)  # the children of what was killed are ours now


def _children() -> list[int]:
    with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as file:
        return [int(pid) for pid in file.read().split()]


if __name__ == "__main__":
    main(sys.argv[1:])
