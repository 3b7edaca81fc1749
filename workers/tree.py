"""The processes of a run: finding them all, ending them all, and removing what they could not remove themselves.

On Linux the supervisor is a subreaper, so that whatever a run starts stays below it, however it is orphaned. A front
end whose supervisor has died has no such help: it finds the run by the mark in its processes' environment.
"""

import contextlib
import ctypes
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil

from workers import host

MARK = "IPC_LAB_RUN"  # the environment variable that holds the name of the run's folder
_PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
_KILL_GRACE = 2.0  # seconds that the system gets to take down what was killed; 500 processes need a part of one
_TRACKER_GRACE = 0.5  # seconds that a resource tracker gets to unlink what a killed run has left
_SHARED_MEMORY = Path("/dev/shm")  # where Linux shows named semaphores and shared memory


def become_subreaper() -> None:
    """Adopt orphaned descendants (prctl(2)); does nothing on systems without it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


class Census:
    """Who is alive below a process. Cheap enough to take twenty times a second beside a measurement.

    On Linux only processes not seen before are looked at; a process that was below `root` once stays in the census
    until it is gone, whoever has adopted it since.
    """

    def __init__(self, root: int) -> None:
        self._root = root
        self._below: dict[int, bool] = {}

    def take(self) -> set[int]:
        """The process ids alive now, without `root`. A zombie counts until it has been waited for."""
        if sys.platform != "linux":
            return {child.pid for child in psutil.Process(self._root).children(recursive=True)}
        present = {int(name) for name in os.listdir("/proc") if name.isdecimal()}  # noqa: PTH208 (twice as fast)
        self._below = {pid: below for pid, below in self._below.items() if pid in present}
        parents = {pid: _parent(pid) for pid in present if pid not in self._below}
        for pid in parents:
            self._resolve(pid, parents)
        return {pid for pid, below in self._below.items() if below}

    def _resolve(self, pid: int, parents: dict[int, int]) -> None:
        chain = []
        while pid not in self._below and pid != self._root and pid in parents:
            chain.append(pid)
            pid = parents[pid]
        below = pid == self._root or self._below.get(pid, False)
        self._below.update(dict.fromkeys(chain, below))


def marked(mark: str) -> set[int]:
    """Every process, wherever it is, that was started with this run's mark in its environment."""
    found = set()
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.pid != os.getpid() and process.environ().get(MARK) == mark:
                found.add(process.pid)
    return found


class Tree:
    """The processes of a run, which `members` finds, made before the first of them is started.

    `group` is the process group of the host, once it is known. `trackers` are the resource trackers that `end` found.
    """

    def __init__(self, members: Callable[[], set[int]]) -> None:
        self.members = members
        self.group: int | None = None
        self.trackers: set[int] = set()
        self._shared_before = _shared_memory()

    def end(self) -> int:
        """End every process, and those that they start meanwhile; gives how many there were, without trackers.

        They are stopped before they are killed, so that a run that keeps forking stands still while it is counted.
        Resource trackers come last: once the rest is gone they unlink the named semaphores and the shared memory that
        it has left, and end by themselves. Should a tracker itself have been killed, we unlink in its place.
        """
        ended: set[int] = set()
        shared: set[Path] = set()
        while living := self._standing_still() - ended - self.trackers:
            self.trackers |= {pid for pid in living if _is_tracker(pid)}
            shared |= self._shared_by(living)
            _signal(living - self.trackers, "SIGKILL")
            ended |= living - self.trackers
        self.await_gone(ended, _KILL_GRACE)
        _signal(self.trackers & self.members(), "SIGCONT")
        self.await_gone(self.trackers, _TRACKER_GRACE)
        _signal(self.trackers & self.members(), "SIGKILL")
        self.await_gone(self.trackers, _KILL_GRACE)
        for path in shared:
            path.unlink(missing_ok=True)
        return len(ended)

    def await_gone(self, pids: set[int], seconds: float) -> None:
        """Wait until none of `pids` is a member any more, or the time is up."""
        deadline = time.monotonic() + seconds
        while pids & self.members() and time.monotonic() < deadline:
            time.sleep(0.002)  # there is no event to wait for: these are mostly not our children

    def _standing_still(self) -> set[int]:
        """All members, stopped: first the host's group in one stroke, then whoever has left it, until no one is new."""
        stopped: set[int] = set()
        while fresh := self.members() - stopped:
            # A group that none of the run is in may be somebody else's by now.
            if self.group is not None and any(_group_of(pid) == self.group for pid in fresh):
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(self.group, signal.SIGSTOP)
            _signal(fresh, "SIGSTOP")
            stopped |= fresh
        return stopped

    def _shared_by(self, pids: Iterable[int]) -> set[Path]:
        """The shared memory that processes have mapped and that was not there before the run."""
        fresh = _shared_memory() - self._shared_before
        return {path for path in fresh if any(_maps(pid, path) for pid in pids)} if fresh else set()


def remove_leftovers(folder: Path) -> None:
    """Remove a run's folder, and what bears its name in shared memory. What cannot be removed stays."""
    prefix = host.semaphore_prefix(str(folder)).removeprefix("/")
    for semaphore in _SHARED_MEMORY.glob(f"sem.{prefix}-*"):
        semaphore.unlink(missing_ok=True)
    for flights in _SHARED_MEMORY.glob(f"{folder.name}-*"):
        shutil.rmtree(flights, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def _parent(pid: int) -> int:
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return 0
    return int(stat[stat.rindex(b")") + 2 :].split(None, 2)[1])


def _group_of(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def _is_tracker(pid: int) -> bool:
    with contextlib.suppress(psutil.Error, OSError):
        if sys.platform == "linux":  # ten times as fast as psutil, and there may be thousands
            return b"multiprocessing.resource_tracker" in Path(f"/proc/{pid}/cmdline").read_bytes()
        return any("multiprocessing.resource_tracker" in part for part in psutil.Process(pid).cmdline())
    return False


def _shared_memory() -> set[Path]:
    return set(_SHARED_MEMORY.glob("*")) if sys.platform == "linux" else set()


def _maps(pid: int, path: Path) -> bool:
    with contextlib.suppress(OSError):
        return f" {path}\n" in Path(f"/proc/{pid}/maps").read_text()
    return False


def _signal(pids: Iterable[int], name: str) -> None:
    number = getattr(signal, name, None)
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError, psutil.Error):
            if number is not None:
                os.kill(pid, number)
            elif name == "SIGKILL":  # Windows has no signals, and no need of the others
                psutil.Process(pid).kill()
