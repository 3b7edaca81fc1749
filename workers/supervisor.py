"""The process between a front end and a run: starts the run, watches it, and leaves nothing of it behind.

    front end ────── commands, Start first ────► stdin  ┐
                                                     ├ supervisor ── starts, reads, ends ──► host ──► its children
    front end ◄──────────── messages ──────── stdout ┘

It has a session of its own, and so has the run: neither Ctrl+C in a terminal nor the end of one reaches the other by
accident. When its stdin closes, the front end is gone, and so is the run a moment later. Four threads do nothing but
wait (for commands, for either output stream, for the host) and hand over what they got; the main thread does the rest.
"""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FrameType

import msgspec

from workers import host, job, launch, tree
from workers.frames import FrameReader, FrameWriter
from workers.lens.events import ProcessEnded, ProcessStarted
from workers.lens.tail import Tail, place_for_flights
from workers.messages import (
    AnyCommand,
    EndReason,
    Finished,
    Interrupt,
    Message,
    ProcessGone,
    ProcessSeen,
    Progress,
    Results,
    Skipped,
    Start,
    Started,
    Stop,
    Watched,
)
from workers.output import Chunk, Clock, Kept, Lines, open_channel, pump, script_streams
from workers.steering import Steering

_TICK = 0.02  # seconds between batches: about a frame of the window
_CENSUS_PERIOD = 0.05  # seconds between looks at who is alive
_ORPHAN_GRACE = 1.0  # seconds that what a script has left running gets to end by itself
_STREAM_GRACE = 2.0  # seconds that an output stream gets to close once every process of the run has ended
_PENDING_CHUNKS = 64  # chunks read ahead of the front end; then the run waits, as it would for a slow terminal


class Outcome(msgspec.Struct):
    """What the host left in its folder when the script had come to its end."""

    seconds: float | None = None
    results: Results = {}
    results_unit: str = ""
    start_method: str = ""


class Supervisor:
    """One run, from its request to its last message."""

    def __init__(self, folder: Path, request: Start, out: FrameWriter) -> None:
        self._folder = folder
        self._gate = folder / "gate"
        self._request = request
        self._out = out
        self._clock = Clock()
        self._inbox: queue.SimpleQueue[Chunk | None] = queue.SimpleQueue()  # None: the host has ended
        self._credit = threading.BoundedSemaphore(_PENDING_CHUNKS)
        self._lines = Lines(self._clock)
        self._kept = Kept(request.max_characters)
        self._skipped_told = 0
        self._census = tree.Census(os.getpid())
        self._census_lock = threading.Lock()
        self._tree = tree.Tree(self._members)
        self._numbers: dict[int, int] = {}  # process id -> order of birth
        self._pids: dict[int, int] = {}  # the lens's number of a process -> process id
        self._ends: dict[int, int] = {}  # the lens's number of a process -> exit code not passed on yet
        self._alive: set[int] = set()
        self._reason: EndReason | None = None  # None: nobody but the script itself has ended it
        self._exit_code: int | None = None
        self._open_streams = 0
        self._flights: Path | None = None
        self._recorded: Tail | None = None
        self._steering = self._make_steering() if request.step or request.schedule is not None else None

    def run(self, commands: Iterable[AnyCommand]) -> None:
        """Start the run and stay with it until nothing of it is left. Raises BrokenPipeError if the front end dies."""
        try:
            self._start()
        except OSError as error:
            self._out.write(Finished(EndReason.NOT_STARTED, None, None, self._clock(), note=str(error)))
            return
        try:
            threading.Thread(target=self._obey, args=(commands,), daemon=True).start()
            threading.Thread(target=self._await_host, daemon=True).start()
            self._watch()
            left_over = self._settle()
            finished = self._finish(left_over)
        finally:
            self._tree.end()
            tree.remove_leftovers(self._folder)
        self._out.write(finished)

    def _make_steering(self) -> Steering:
        request = self._request
        return Steering(self._gate, request.schedule or (), step=request.step, tell=self._out.write)

    # -- threads that wait

    def _obey(self, commands: Iterable[AnyCommand]) -> None:
        for command in commands:
            match command:
                case Interrupt():
                    self._interrupt()
                case Stop():
                    self._end(EndReason.STOPPED)
                case _ if self._steering is not None:
                    self._steering.obey(command)
        self._end(EndReason.STOPPED)  # the front end is gone

    def _await_host(self) -> None:
        if hasattr(os, "waitid"):
            with contextlib.suppress(ChildProcessError):  # the main thread was there first
                os.waitid(os.P_PID, self._host.pid, os.WEXITED | os.WNOWAIT)
        else:
            self._host.wait()
        self._inbox.put(None)

    def _deliver(self, chunk: Chunk) -> None:
        if chunk.data:
            self._credit.acquire()
        self._inbox.put(chunk)

    # -- the beginning

    def _start(self) -> None:
        request = self._request
        if request.record_bytes:
            self._flights = place_for_flights(self._folder)
            self._recorded = Tail(self._flights)
        channels = None if request.standard_streams else (open_channel("stdout"), open_channel("stderr"))
        self._host = subprocess.Popen(
            launch.command(
                "host",
                str(self._folder),
                request.run_file,
                request.script,
                request.start_method,
                f"{request.record_bytes}:{self._flights}" if self._flights else "",
                *request.arguments,
            ),
            cwd=request.working_folder,
            env=self._environment(),
            start_new_session=True,
            **script_streams(channels, request.standard_streams),
        )
        self._tree.group = self._host.pid if os.name == "posix" else None
        self._out.write(Started(self._host.pid, request.start_method, bool(request.record_bytes)))
        self._notice({self._host.pid})
        if self._steering is not None:
            self._steering.begin(self._host.pid)
        for channel in channels or ():
            channel.writer.close()
            self._open_streams += 1
        pump(channels or (), self._deliver)
        for descriptor in request.standard_streams or ():
            os.close(descriptor)

    def _environment(self) -> dict[str, str]:
        mark = {tree.MARK: self._folder.name}
        if self._steering is not None:
            mark[host.CONTROLLER] = str(self._gate)
        if self._request.standard_streams:
            return {**os.environ, **mark}
        # Text leaves at once, as in a terminal: a pool's worker is terminated with whatever its buffer still holds.
        return {**os.environ, **mark, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}

    # -- the middle

    def _watch(self) -> None:
        """Until the host ends: pass on what is printed and recorded, count processes, hold the limits."""
        next_census = 0.0
        while self._exit_code is None:
            self._pass_on(self._collect())
            if self._clock() >= next_census:
                next_census = self._clock() + _CENSUS_PERIOD
                self._look_around()

    def _collect(self) -> Iterator[Message]:
        """What arrives within a tick."""
        deadline = self._clock() + _TICK
        while self._exit_code is None and (left := deadline - self._clock()) > 0:
            with contextlib.suppress(queue.Empty):
                item = self._inbox.get(timeout=left)
                if item is None:
                    self._exit_code = self._host_exit_code()
                else:
                    yield from self._printed(item)
        for printed in self._lines.overdue():
            yield from self._kept.admit(printed)
        yield from self._watched()

    def _printed(self, chunk: Chunk) -> Iterator[Message]:
        if not chunk.data:
            self._open_streams -= 1
            return
        self._credit.release()
        if chunk.pid in self._tree.trackers:
            return  # what a tracker says of the objects that a killed run has left is our doing, not the script's
        if chunk.pid and chunk.pid not in self._numbers:
            yield self._seen(chunk.pid)
        for printed in self._lines.feed(chunk):
            yield from self._kept.admit(printed)

    def _watched(self, *, everything: bool = False) -> Iterator[Message]:
        events = self._recorded.read(_TICK, everything=everything) if self._recorded else []
        for event in events:
            match event:
                case ProcessStarted(process=process, pid=pid, name=name):
                    self._pids[process] = pid
                    yield self._seen(pid, name)
                case ProcessEnded(process=process, exit_code=exit_code):
                    self._ends[process] = exit_code
        for process in self._ends.keys() & self._pids.keys():  # a parent may tell of a child before the child does
            yield ProcessGone(self._pids[process], self._ends.pop(process))
        if events:
            yield Watched(tuple(msgspec.Raw(msgspec.msgpack.encode(event)) for event in events))

    def _pass_on(self, messages: Iterable[Message]) -> None:
        found = list(messages)
        if self._kept.waiting > self._skipped_told:
            self._skipped_told = self._kept.waiting
            found.append(Skipped(self._skipped_told))
        if found:
            self._out.write(*found)

    def _look_around(self) -> None:
        alive = self._members()
        self._notice(alive - self._numbers.keys())
        gone = self._alive - alive
        self._alive = alive
        progress = Progress(self._clock(), len(alive), len(self._numbers))
        self._out.write(*(ProcessGone(pid, None) for pid in gone), progress)
        limit = self._request.max_seconds
        if len(alive) > self._request.max_processes:
            self._end(EndReason.TOO_MANY_PROCESSES)
        elif limit is not None and self._clock() > limit:
            self._end(EndReason.TOO_LONG)

    def _notice(self, pids: set[int]) -> None:
        self._out.write(*(self._seen(pid) for pid in sorted(pids)))

    def _seen(self, pid: int, name: str = "") -> ProcessSeen:
        return ProcessSeen(pid, self._numbers.setdefault(pid, len(self._numbers)), name)

    # -- the end

    def _interrupt(self) -> None:
        if os.name != "posix":
            self._end(EndReason.STOPPED)
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._host.pid, signal.SIGINT)

    def _end(self, reason: EndReason) -> None:
        """End every process of the run. The first reason given is the one that is told. For any thread."""
        if self._reason is None and self._exit_code is None:
            self._reason = reason
        self._tree.end()

    def _members(self) -> set[int]:
        """The processes of the run, once the dead among those that we adopted have been waited for. For any thread."""
        with self._census_lock:
            if os.name == "posix":
                self._reap()
            return self._census.take()

    def _reap(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG)) != (0, 0):
                pid, status = found
                if pid == self._host.pid:
                    self._host.returncode = os.waitstatus_to_exitcode(status)

    def _host_exit_code(self) -> int:
        with self._census_lock:
            return self._host.wait() if self._host.returncode is None else self._host.returncode

    def _settle(self) -> int:
        """Let what the script has left end by itself, then end it; gives how many had to be ended."""
        assert self._exit_code is not None
        if self._exit_code >= 0:  # what a killed host leaves would wait for ever
            self._tree.await_gone(self._members(), _ORPHAN_GRACE)
        left_over = self._tree.end()
        with contextlib.suppress(queue.Empty):
            while self._open_streams:
                item = self._inbox.get(timeout=_STREAM_GRACE)
                if item is not None:
                    self._pass_on(self._printed(item))
        return left_over

    def _finish(self, left_over: int) -> Finished:
        """Send what was kept for the end; gives the last message."""
        for printed in self._lines.overdue(patience=0.0):
            self._pass_on(self._kept.admit(printed))
        while batch := list(self._watched()):  # a little at a time: a long recording would not fit into one message
            self._pass_on(batch)
        self._pass_on(self._watched(everything=True))
        self._out.write(ProcessGone(self._host.pid, self._exit_code))
        if self._kept.skipped:
            self._out.write(Skipped(self._kept.skipped))
        self._out.write(*self._kept.tail())
        outcome = self._outcome()
        return Finished(
            self._reason or EndReason.FINISHED,
            self._exit_code,
            outcome.seconds,
            self._clock(),
            outcome.results,
            outcome.results_unit,
            outcome.start_method or self._request.start_method,
            born=len(self._numbers),
            left_over=left_over,
            skipped=self._kept.skipped,
            dropped=self._recorded.close() if self._recorded else 0,
        )

    def _outcome(self) -> Outcome:
        try:
            return msgspec.json.decode((self._folder / host.OUTCOME).read_bytes(), type=Outcome)
        except (OSError, msgspec.DecodeError):  # the script did not come to its end
            return Outcome()


def _terminated(_number: int, _frame: FrameType | None) -> None:
    for name in ("SIGTERM", "SIGINT"):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    raise SystemExit(1)


def main(arguments: list[str]) -> None:
    """Serve one run over stdin and stdout. The argument is the run's private folder, which is removed at the end."""
    folder = Path(arguments[0])
    signal.signal(signal.SIGTERM, _terminated)
    signal.signal(signal.SIGINT, _terminated)
    tree.become_subreaper()
    job.end_children_with_us()
    commands, messages = os.fdopen(0, "rb", buffering=0), os.fdopen(1, "wb", buffering=0)
    frames = iter(FrameReader[AnyCommand](commands, AnyCommand))
    first = next(frames, None)
    try:
        if isinstance(first, Start):
            with contextlib.suppress(BrokenPipeError):
                Supervisor(folder, first, FrameWriter(messages)).run(frames)
    finally:
        tree.remove_leftovers(folder)


if __name__ == "__main__":
    main(sys.argv[1:])
