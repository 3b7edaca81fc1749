"""What a front end holds of a run: start it, poll what it tells, stop it.

The front end never waits and never forks. A session starts a supervisor, an own process, by exec; one thread reads
the supervisor's messages into a queue, fresh for every run and thrown away with it, and `poll` takes from that. Should
the supervisor die, the session ends the run in its place, and says so with the last message.
"""

import contextlib
import io
import multiprocessing
import os
import queue
import socket
import subprocess
import tempfile
import threading
import time
import tokenize
from pathlib import Path
from typing import NamedTuple

import msgspec

from workers import launch, tree
from workers.frames import FrameReader, FrameWriter
from workers.messages import (
    AnyMessage,
    Command,
    EndReason,
    Finished,
    Interrupt,
    Start,
    Started,
    SteeringCommand,
    Stop,
)

RECORD_BYTES = 64 << 20  # what each watched process may record
_READ_AHEAD = 1024  # messages read ahead of the front end; then the supervisor waits
_PATIENCE = 3.0  # seconds that a supervisor gets to carry out a Stop before it is taken for hung and ended itself
_CLOSE_PATIENCE = 2.0  # the same, when the front end itself is closing


class Limits(NamedTuple):
    """What a run may use before it is ended, or its output counted only. `seconds`: None for no limit."""

    processes: int = 1000
    output_characters: int = 2_000_000
    seconds: float | None = None


class Run(NamedTuple):
    """What is to be run.

    `script` is the file as the person knows it; its folder is `sys.path[0]` of the run. `source` is run in the file's
    place, if given: an edited copy, kept under the same file name, so that it works with every start method.
    `start_method` None is the system's default. `watch` False leaves the recorder off, for measuring. `folder` is the
    working directory, by default the script's. With `passthrough` the script keeps the standard streams of this
    process, a terminal's (POSIX only; elsewhere its output arrives as messages).
    With `step` every process stops before each operation of the script, and goes on when `Session.tell` is told
    so; with a `schedule` the run follows it first. Either makes the run a controlled one (Linux only).
    """

    script: Path
    source: str | None = None
    arguments: tuple[str, ...] = ()
    start_method: str | None = None
    watch: bool = True
    folder: Path | None = None
    limits: Limits = Limits()
    passthrough: bool = False
    step: bool = False
    schedule: tuple[str, ...] | None = None


class Session:
    """One run. Starts at once; raises OSError if not even a supervisor can be started."""

    def __init__(self, run: Run) -> None:
        self._began = time.perf_counter()
        self._folder = Path(tempfile.mkdtemp(prefix="ipc-lab-"))
        self._messages: queue.Queue[AnyMessage] = queue.Queue(_READ_AHEAD)
        self._abandoned = False
        self._tree = tree.Tree(lambda: tree.marked(self._folder.name))  # for the day when the supervisor dies
        self.finished = False
        try:
            self._start(run)
        except OSError:
            tree.remove_leftovers(self._folder)
            raise

    def poll(self) -> AnyMessage | None:
        """The next message, or None if there is none at the moment. Never blocks."""
        return self.wait(0)

    def wait(self, timeout: float | None) -> AnyMessage | None:
        """The next message, waited for at most so many seconds; None if there was none, or the run is over."""
        if self.finished:
            return None
        try:
            message = self._messages.get(block=timeout != 0, timeout=timeout)
        except queue.Empty:
            return None
        self.finished = isinstance(message, Finished)
        return message

    def stop(self) -> None:
        """Ask that every process of the run be ended; `Finished` follows within about a second. Never blocks."""
        self._command(Stop())
        self._end_supervisor_unless_done(_PATIENCE)

    def interrupt(self) -> None:
        """Send SIGINT to the run, as Ctrl+C would. Never blocks."""
        self._command(Interrupt())

    def tell(self, command: SteeringCommand) -> None:
        """Say who goes on in a controlled run. Never blocks."""
        self._command(command)

    def close(self) -> None:
        """End the run and wait until nothing of it is left, at most about two seconds. Its messages are lost."""
        self._abandoned = True
        with contextlib.suppress(OSError):
            self._commands.close()
        self._end_supervisor_unless_done(_CLOSE_PATIENCE)
        while self._reader.is_alive():
            with contextlib.suppress(queue.Empty):
                self._messages.get(timeout=0.01)
        self.finished = True

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self, run: Run) -> None:
        streams = tuple(os.dup(fd) for fd in (0, 1, 2)) if run.passthrough and os.name == "posix" else ()
        try:
            self._supervisor = subprocess.Popen(
                launch.command("supervisor", str(self._folder)),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL if launch.frozen() else None,
                bufsize=0,
                cwd=launch.ROOT,
                start_new_session=True,
                pass_fds=streams,
            )
        finally:
            for descriptor in streams:
                os.close(descriptor)
        assert self._supervisor.stdin is not None
        self._commands = self._supervisor.stdin
        self._writer = FrameWriter(self._commands)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._command(self._start_command(run, streams))

    def _start_command(self, run: Run, streams: tuple[int, ...]) -> Start:
        script = run.script.absolute()
        return Start(
            run_file=str(run_file_of(run, self._folder)),
            script=str(run.script),
            arguments=run.arguments,
            start_method=run.start_method or multiprocessing.get_all_start_methods()[0],  # the first is the default
            working_folder=str(run.folder or script.parent),
            record_bytes=RECORD_BYTES if run.watch else 0,
            max_processes=run.limits.processes,
            max_characters=run.limits.output_characters,
            max_seconds=run.limits.seconds,
            standard_streams=streams or None,  # type: ignore[arg-type]
            step=run.step,
            schedule=run.schedule,
        )

    def _command(self, command: Command) -> None:
        with contextlib.suppress(OSError, ValueError):  # the supervisor has ended, or we have closed its stdin
            self._writer.write(command)

    def _end_supervisor_unless_done(self, patience: float) -> None:
        def end_it() -> None:
            if self._reader.is_alive():
                self._supervisor.kill()

        timer = threading.Timer(patience, end_it)
        timer.daemon = True
        timer.start()

    # -- the thread that reads

    def _read(self) -> None:
        assert self._supervisor.stdout is not None
        last: AnyMessage | None = None
        with self._supervisor.stdout as pipe, contextlib.suppress(OSError, msgspec.DecodeError):
            for message in FrameReader[AnyMessage](pipe, AnyMessage):
                last = message
                if isinstance(message, Started):
                    self._tree.group = message.pid if os.name == "posix" else None
                self._messages.put(message)
        if not isinstance(last, Finished):
            self._messages.put(self._ended_in_its_place())
        self._supervisor.wait()
        with contextlib.suppress(OSError):
            self._commands.close()

    def _ended_in_its_place(self) -> Finished:
        """End what a dead supervisor has left."""
        self._supervisor.kill()
        left_over = self._tree.end()
        tree.remove_leftovers(self._folder)
        return Finished(EndReason.LOST, None, None, time.perf_counter() - self._began, left_over=left_over)


def can_be_controlled() -> bool:
    """Whether this system has what controlling a run takes: Unix sockets, and to be told of the end of any process."""
    return hasattr(socket, "AF_UNIX") and hasattr(os, "pidfd_open")


def run_file_of(run: Run, folder: Path) -> Path:
    """Give the file that is executed: the script, or an edited copy under its name, which is written to `folder`."""
    script = run.script.absolute()
    if run.source is None:
        return script
    run_file = folder / script.name
    run_file.write_bytes(_encoded(run.source))
    return run_file


def _encoded(source: str) -> bytes:
    """A script's text as the bytes that its own encoding declaration announces."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source.encode()).readline)
        return source.encode(encoding)
    except (SyntaxError, UnicodeEncodeError):  # an unknown encoding is for Python to complain about
        return source.encode()
