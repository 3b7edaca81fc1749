"""Colours a Text widget's Python, a little at a time, so that a long script does not hold the window up."""

import itertools
import time
import tkinter as tk
from collections.abc import Iterator

from desktop.highlight import MANNERS, Manner, manners

SLICE = 0.004  # seconds of colouring in one go


class Highlighter:
    """`start` colours the text anew; a later start takes the place of an earlier one that is still going on."""

    def __init__(self, text: tk.Text) -> None:
        self._text = text
        self._pending = ""

    def start(self) -> None:
        """Begin: what is at the top is coloured at once, the rest as time allows."""
        if self._pending:
            self._text.after_cancel(self._pending)
            self._pending = ""
        source = self._text.get("1.0", "end-1c")
        for manner in MANNERS:
            self._text.tag_remove(manner, "1.0", tk.END)
        self._go_on(_with_positions(source))

    def _go_on(self, found: Iterator[tuple[str, str, Manner]]) -> None:
        self._pending = ""
        until = time.perf_counter() + SLICE
        # Tags are added in batches, one call for each manner: a call for each token would cost more than finding it.
        while batch := list(itertools.islice(found, 200)):
            for manner in MANNERS:
                indices = [index for start, end, m in batch if m == manner for index in (start, end)]
                if indices:
                    self._text.tk.call(str(self._text), "tag", "add", manner, *indices)
            if time.perf_counter() > until:
                self._pending = self._text.after(1, self._go_on, found)
                return


def _with_positions(source: str) -> Iterator[tuple[str, str, Manner]]:
    """Tk counts in lines and columns: a line is found once, not from the start of the text for each token."""
    line, line_start = 1, 0

    def position(at: int) -> str:
        nonlocal line, line_start
        newlines = source.count("\n", line_start, at)
        if newlines:
            line += newlines
            line_start = source.rindex("\n", line_start, at) + 1
        return f"{line}.{at - line_start}"

    for start, end, manner in manners(source):
        yield position(start), position(end), manner
