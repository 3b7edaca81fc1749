"""A thin line that shows that something is going on, and how far it is where that is known."""

import time
import tkinter as tk

from desktop.views.look import Look

HEIGHT = 3
SECONDS_ACROSS = 1.6  # that the moving part takes from one side to the other
SHARE = 0.18  # of the width that the moving part takes


class ProgressLine(tk.Canvas):
    """Moves when `show` is called, which the window's tick does; it has no clock of its own."""

    def __init__(self, parent: tk.Misc, look: Look) -> None:
        super().__init__(parent, highlightthickness=0, borderwidth=0, height=HEIGHT, width=1)
        self._look = look
        self._bar = self.create_rectangle(0, 0, 0, 0, width=0)
        self._shown = (0.0, 0.0)
        look.dress(self, self._dress)

    def show(self, running: bool, fraction: float | None) -> None:
        """Show a part of the whole; with None a part that moves; nothing when nothing runs."""
        if not running:
            part = (0.0, 0.0)
        elif fraction is not None:
            part = (0.0, max(0.01, fraction))
        else:
            at = time.perf_counter() / SECONDS_ACROSS % 1.0 * (1 + SHARE) - SHARE
            part = (max(0.0, at), min(1.0, at + SHARE))
        if part != self._shown:
            self._shown = part
            width = self.winfo_width()
            self.coords(self._bar, part[0] * width, 0, part[1] * width, self._look.px(HEIGHT))

    def _dress(self) -> None:
        p = self._look.palette
        self.configure(background=p.line, height=self._look.px(HEIGHT))
        self.itemconfigure(self._bar, fill=p.accent)
