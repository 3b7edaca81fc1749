"""Helpers for tests that run scripts for real."""

import contextlib
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import psutil

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


class Traces(NamedTuple):
    """What runs may leave behind on this machine. Only what has come since `before` counts."""

    folders: set[str]
    shared_memory: set[str]

    @classmethod
    def now(cls) -> "Traces":
        shared = Path("/dev/shm")
        return cls(
            {str(path) for path in Path(tempfile.gettempdir()).glob("ipc-lab-*")},
            {str(path) for path in shared.glob("*")} if shared.is_dir() else set(),
        )

    def left(self) -> list[str]:
        """What is there now and was not before: files, semaphores, shared memory, and processes of any run."""
        now = Traces.now()
        return sorted((now.folders - self.folders) | (now.shared_memory - self.shared_memory)) + observed()


def observed() -> list[str]:
    """Every living process that bears the mark of a run."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.environ().get(tree.MARK) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(f"{process.pid} {process.cmdline()}")
    return found
