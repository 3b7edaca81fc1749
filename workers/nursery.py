"""One controlled run after another, each from its first step to its last: what exploring and replaying stand on."""

import contextlib
import functools
import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import msgspec

from workers import host, launch, tree
from workers.control import Controller
from workers.messages import TIME_OVER
from workers.outcomes import Outcome, outcome_of
from workers.output import Chunk, SocketChannel
from workers.session import Run, run_file_of
from workers.steps import Moment, Step

MAX_STEPS = 2_000
MAX_SECONDS = 10.0
MAX_ACTORS = 500
_KEPT = 1 << 20  # bytes of output
_ENDED_WITHIN = 1.0  # seconds that a run's processes get to be waited for, once all of them have ended


class Chooser(Protocol):
    """Decides who goes next."""

    def choose(self, moment: Moment, steps: Sequence[Step]) -> str | None:
        """Give an entry of a schedule: a name, or a name and TIME_OVER; None: go no further."""


class Ran(NamedTuple):
    """A controlled run that is over. `complete` is False if whoever chose went no further."""

    steps: tuple[Step, ...]
    outcome: Outcome
    last: Moment
    facts: tuple[str, ...]
    complete: bool
    output: str
    exit_code: int | None

    @property
    def schedule(self) -> tuple[str, ...]:
        """The choices that lead to this run again."""
        return tuple(step.entry for step in self.steps)


class Nursery:
    """Holds a process that starts the script again and again. Raises OSError if it cannot be started."""

    def __init__(self, run: Run, *, max_steps: int = MAX_STEPS, max_seconds: float = MAX_SECONDS) -> None:
        self._run = run
        self._max_steps = max_steps
        self._max_seconds = max_seconds
        self._folder = Path(tempfile.mkdtemp(prefix="ipc-lab-"))
        self._numbers = itertools.count(1)
        self._tree = tree.Tree(lambda: tree.marked(self._folder.name))
        self._run_file = run_file_of(run, self._folder)
        try:
            self._zygote, self._asks = self._start_zygote()
        except OSError:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        self._pid = 0  # of the run that is going on
        self._census = tree.Census(self._zygote.pid)

    def close(self) -> None:
        """End everything, and leave nothing."""
        self._asks.close()
        try:
            self._zygote.wait(_ENDED_WITHIN)
        except subprocess.TimeoutExpired:
            self._zygote.kill()
            self._zygote.wait()
        if self._zygote.returncode:  # it could not tidy up
            self._tree.end()
        tree.remove_leftovers(self._folder)

    def stop(self) -> None:
        """End the run that is going on, if there is one. For any thread."""
        if self._pid:
            _kill_group(self._pid)

    def __enter__(self) -> "Nursery":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, chooser: Chooser, watch: Callable[[Moment], None] = lambda _: None) -> Ran:
        """Run the script once, under the schedule that is chosen step by step."""
        # Beside ours, since the path of a socket in it must be short, and under a name by which the zygote, should we
        # be killed now, finds it.
        folder = Path(f"{self._folder}-{next(self._numbers)}")
        folder.mkdir(mode=0o700)
        control = Controller(folder / "gate", max_seconds=self._max_seconds)
        output, pid = _Output(), 0
        try:
            pid = self._pid = self._start(folder, output)
            control.begin(pid)
            output.join(control)
            moment, complete = self._steer(control, chooser, watch)
            names = {pid: "main"} | {actor.pid: actor.name for actor in control.actors.values() if actor.main}
            code = self._end(pid, killed=not moment.over)
            output.drain()
        finally:
            control.close()
            output.close()
            self._sweep(pid)
            self._pid = 0
            results = self._results(folder)
            tree.remove_leftovers(folder)
        outcome = outcome_of(output.by_process(names), results, code, moment.deadlock, moment.cut)
        return Ran(
            tuple(control.steps), outcome, moment, tuple(control.facts), complete, output.text(), code
        )  # fmt: skip

    def _steer(self, control: Controller, chooser: Chooser, watch: Callable[[Moment], None]) -> tuple[Moment, bool]:
        while True:
            moment = control.next()
            watch(moment)
            if moment.over or moment.cut or moment.deadlock:
                return moment, True
            if len(control.actors) > MAX_ACTORS:
                return moment._replace(cut=f"it has more than {MAX_ACTORS} processes"), True
            if len(control.steps) >= self._max_steps:
                return moment._replace(cut=f"it took more than {self._max_steps} steps"), True
            entry = chooser.choose(moment, control.steps)
            if entry is None:
                return moment, False
            name = entry.removesuffix(TIME_OVER)
            control.grant(name, time_over=name != entry)

    # -- the process that starts the script

    def _start_zygote(self) -> tuple["subprocess.Popen[bytes]", socket.socket]:
        ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with its:
            environment = {tree.MARK: self._folder.name, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
            zygote = subprocess.Popen(
                launch.command("zygote", str(self._folder)),
                stdin=its.fileno(),
                env={**os.environ, **environment},
                start_new_session=True,
            )
        return zygote, ours

    def _start(self, folder: Path, output: "_Output") -> int:
        run = self._run
        script = str(run.script)
        method = run.start_method or _default_method()
        order = {
            "start": [str(folder), str(self._run_file), script, method, "", *run.arguments],
            "controller": str(folder / "gate"),
            "folder": str(run.folder or run.script.absolute().parent),
        }
        socket.send_fds(self._asks, [json.dumps(order).encode()], output.writers())
        output.close_writers()
        return int(self._answer()["pid"] or 0)

    def _answer(self) -> dict[str, int | None]:
        answer = self._asks.recv(4096)
        if not answer:
            raise OSError("the process that starts the script has ended")
        return msgspec.json.decode(answer, type=dict[str, int | None])

    def _end(self, pid: int, *, killed: bool) -> int | None:
        if killed:
            _kill_group(pid)
        deadline = time.monotonic() + _ENDED_WITHIN
        while time.monotonic() < deadline:
            self._asks.send(json.dumps({"wait": pid}).encode())
            code = self._answer()["exit_code"]
            if code is not None:
                return code
            time.sleep(0.0005)  # it has ended, and the system is about to say so
        return None

    def _sweep(self, pid: int) -> None:
        """End what a run has left: daemons of a killed process, servers, whoever has a session of its own."""
        if pid:
            _kill_group(pid)
        deadline = time.monotonic() + _ENDED_WITHIN
        while (left := self._census.take()) and time.monotonic() < deadline:
            for one in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)
            self._asks.send(json.dumps({"wait": 0}).encode())
            self._answer()

    def _results(self, folder: Path) -> dict[str, float | list[float]]:
        try:
            written = json.loads((folder / host.OUTCOME).read_bytes())
        except (OSError, ValueError):
            return {}
        found: dict[str, float | list[float]] = written["results"]
        return found


def _kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _default_method() -> str:
    import multiprocessing  # noqa: PLC0415

    return multiprocessing.get_all_start_methods()[0]


class _Output:
    """What one run prints."""

    def __init__(self) -> None:
        self._channels = [SocketChannel("stdout"), SocketChannel("stderr")]
        self._chunks: list[Chunk] = []
        self._kept = 0

    def writers(self) -> list[int]:
        return [channel.writer.fileno() for channel in self._channels]

    def close_writers(self) -> None:
        for channel in self._channels:
            channel.writer.close()

    def join(self, control: Controller) -> None:
        for channel in self._channels:
            control.also_read(channel.socket, functools.partial(self._read, channel, control))

    def drain(self) -> None:
        for channel in self._channels:
            channel.socket.setblocking(False)
            with contextlib.suppress(BlockingIOError, OSError):
                while (chunk := channel.read()).data and self._kept < _KEPT:
                    self._keep(chunk)

    def close(self) -> None:
        self.close_writers()
        for channel in self._channels:
            channel.close()

    def text(self) -> str:
        return b"".join(chunk.data for chunk in self._chunks).decode("utf-8", "backslashreplace")

    def by_process(self, names: dict[int, str]) -> dict[str, dict[str, str]]:
        """Give what each process wrote to each stream."""
        found: dict[str, dict[str, bytes]] = {}
        for chunk in self._chunks:
            streams = found.setdefault(names.get(chunk.pid, ""), {})
            streams[chunk.stream] = streams.get(chunk.stream, b"") + chunk.data
        return {
            name: {stream: data.decode("utf-8", "backslashreplace") for stream, data in streams.items()}
            for name, streams in found.items()
        }

    def _keep(self, chunk: Chunk) -> None:
        self._kept += len(chunk.data)
        if self._kept < _KEPT:
            self._chunks.append(chunk)

    def _read(self, channel: SocketChannel, control: Controller) -> None:
        chunk = channel.read()
        if chunk.data:
            self._keep(chunk)
        else:
            control.stop_reading(channel.socket)
