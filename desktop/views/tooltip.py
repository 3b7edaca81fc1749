"""A short text that comes up when the pointer rests on a widget."""

import tkinter as tk
from collections.abc import Callable

from desktop.views.look import Look

DELAY = 500  # milliseconds


class Tooltip:
    """`text` is asked for when the tip comes up, so it is in the language of the moment; "" shows none."""

    def __init__(self, widget: tk.Misc, look: Look, text: Callable[[], str]) -> None:
        self._widget, self._look, self._text = widget, look, text
        self._pending = ""
        self._tip: tk.Toplevel | None = None
        widget.bind("<Enter>", lambda _: self._wait(), add=True)
        for event in ("<Leave>", "<Button>", "<Key>", "<Destroy>"):
            widget.bind(event, lambda _: self._hide(), add=True)

    def _wait(self) -> None:
        self._hide()
        self._pending = self._widget.after(DELAY, self._show)

    def _show(self) -> None:
        self._pending = ""
        text = self._text()
        if not text:
            return
        p = self._look.palette
        self._tip = tk.Toplevel(self._widget, background=p.line)
        self._tip.wm_overrideredirect(True)
        label = tk.Label(
            self._tip, text=text, background=p.surface, foreground=p.ink, font="lab.small", justify=tk.LEFT
        )
        label.configure(wraplength=self._look.px(360), padx=self._look.px(8), pady=self._look.px(4))
        label.pack(padx=1, pady=1)
        below = self._widget.winfo_rooty() + self._widget.winfo_height() + self._look.px(4)
        x = min(self._widget.winfo_rootx(), self._widget.winfo_screenwidth() - label.winfo_reqwidth() - 4)
        if below + label.winfo_reqheight() > self._widget.winfo_screenheight():
            below = self._widget.winfo_rooty() - label.winfo_reqheight() - self._look.px(6)
        self._tip.wm_geometry(f"+{max(0, x)}+{below}")

    def _hide(self) -> None:
        if self._pending:
            self._widget.after_cancel(self._pending)
            self._pending = ""
        if self._tip is not None:
            self._tip.destroy()
            self._tip = None
