"""What a run has printed, as lines with the process that wrote each.

Kept in plain lists of text and numbers, not in objects: a hundred thousand of them would make every garbage
collection of the window's process a pause that can be felt.
"""

import re
from array import array
from collections import deque
from typing import NamedTuple

from workers.messages import Stream

MOST_LINES = 200_000
LONGEST_LINE = 2_000  # characters shown of a line; Tk lays a line out as a whole, and slowly
TAIL = 400  # lines of stderr that explanations look at

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class OutputLine(NamedTuple):
    """A line without its end. `ended` is False while more of it may come."""

    pid: int
    stream: Stream
    text: str
    ended: bool


class Output:
    """The lines of one run."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._pids = array("q")
        self._errors = bytearray()
        self._last_errors: deque[int] = deque(maxlen=TAIL)  # the last lines of stderr, by index
        self._partial = ""  # the last line as it came, while its end has not come
        self.refused = 0  # lines beyond MOST_LINES, counted and not kept

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, index: int) -> OutputLine:
        ended = not self._partial or index < len(self._texts) - 1
        return OutputLine(self._pids[index], "stderr" if self._errors[index] else "stdout", self._texts[index], ended)

    def add(self, pid: int, stream: Stream, text: str) -> None:
        """Take what a process wrote: lines, and perhaps a part of one at the end, which what comes next goes on."""
        *lines, rest = text.split("\n")
        if self._partial and self._pids[-1] == pid and bool(self._errors[-1]) == (stream == "stderr"):
            begun = self._partial + (lines.pop(0) if lines else rest)
            self._texts[-1] = clean(begun)
            if "\n" not in text:
                self._partial = begun
                return
        self._partial = ""
        for line in lines:
            self._append(pid, stream, line)
        if rest and self._append(pid, stream, rest):
            self._partial = rest

    def stderr_tail(self) -> str:
        """The last lines written to stderr."""
        return "\n".join(self._texts[i] for i in self._last_errors)

    def _append(self, pid: int, stream: Stream, text: str) -> bool:
        if len(self._texts) >= MOST_LINES:
            self.refused += 1
            return False
        self._texts.append(clean(text))
        self._pids.append(pid)
        self._errors.append(stream == "stderr")
        if stream == "stderr":
            self._last_errors.append(len(self._texts) - 1)
        return True


def clean(line: str) -> str:
    """A line as a terminal would leave it: no colour codes, only what follows the last carriage return.

    Control characters become their pictures, since Tk would draw nothing or a box for them.
    """
    if line.isprintable():
        return line
    line = _ESCAPES.sub("", line).rstrip("\r")
    line = line.rpartition("\r")[2]
    return _CONTROLS.sub(lambda m: chr(0x2400 + ord(m[0])) if m[0] != "\x7f" else "\u2421", line)


def shown(line: str) -> str:
    """A line cut to what is shown of it."""
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]} … (+{len(line) - LONGEST_LINE})"
