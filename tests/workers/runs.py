"""Helpers for tests that run scripts for real."""

import contextlib
import os
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest

from workers import tree
from workers.messages import AnyMessage, Finished, Printed, ProcessSeen
from workers.session import Run, Session

PATIENCE = 60.0  # seconds that a loaded machine gets for what takes a part of one
GONE_WITHIN = 2.0  # seconds, the promise of the program


def script(folder: Path, text: str, name: str = "script.py") -> Path:
    """A script with the given text."""
    path = folder / name
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return path


def until(condition: Callable[[], object], seconds: float = PATIENCE) -> float:
    """Wait for a condition; gives the seconds that it took. Raises AssertionError if it does not come true."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, f"not true after {seconds} s"
        time.sleep(0.005)
    return time.monotonic() - began


def messages(session: Session) -> Iterator[AnyMessage]:
    """The messages of a run to its end."""
    while not session.finished:
        message = session.wait(PATIENCE)
        assert message is not None, "the run has said nothing for a long time"
        yield message


class Result(NamedTuple):
    """A run that is over."""

    messages: list[AnyMessage]

    @property
    def finished(self) -> Finished:
        last = self.messages[-1]
        assert isinstance(last, Finished)
        return last

    @property
    def out(self) -> str:
        return self._text("stdout")

    @property
    def err(self) -> str:
        return self._text("stderr")

    @property
    def born(self) -> list[int]:
        return [m.pid for m in self.messages if isinstance(m, ProcessSeen)]

    def _text(self, stream: str) -> str:
        return "".join(m.text for m in self.messages if isinstance(m, Printed) and m.stream == stream)


def result(run: Run) -> Result:
    """Run something to its end."""
    with Session(run) as session:
        return Result(list(messages(session)))


def await_line(session: Session, text: str) -> None:
    """Take messages until the run has printed a line that contains the text."""
    for message in messages(session):
        if isinstance(message, Printed) and text in message.text:
            return
    raise AssertionError(f"the run ended without printing {text!r}")


class Traces:
    """What the runs of one test leave on this machine, whoever started them: it marks its environment."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self._mark = str(folder)
        self._temporary = folder / "tmp"
        self._temporary.mkdir()
        patch.setenv("IPC_LAB_TEST", self._mark)
        patch.setenv("TMPDIR", str(self._temporary))
        patch.setattr(tempfile, "tempdir", None)  # what was found before is kept there
        self._before = self._shared_memory()

    def await_none(self) -> None:
        """Wait until nothing is left. Raises AssertionError if that takes longer than the program promises."""
        deadline = time.monotonic() + GONE_WITHIN
        while left := self.left():
            assert time.monotonic() < deadline, f"left behind: {left}"
            time.sleep(0.01)

    def left(self) -> list[str]:
        """The files, semaphores, shared memory and processes that are there and were not there before the test."""
        files = [str(path) for path in self._temporary.iterdir()]
        ours, others_runs = [], set()
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, OSError):
                environment = process.environ()
                if environment.get("IPC_LAB_TEST") != self._mark:
                    others_runs.add(environment.get(tree.MARK, ""))
                elif process.pid != os.getpid():
                    ours.append(f"{process.pid} {process.cmdline()}")
        shared = [
            str(path)
            for path in self._shared_memory() - self._before
            # Somebody else may be running the program at the same time.
            if not any(run and path.name.removeprefix("sem.").startswith(run) for run in others_runs)
        ]
        return sorted(files + shared) + ours

    def _shared_memory(self) -> set[Path]:
        return {path for pattern in ("psm_*", "sem.ipc-lab-*", "ipc-lab-*") for path in Path("/dev/shm").glob(pattern)}
