"""What exploring has found: for each way that the run can end a bar that grows, and a button to watch it."""

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from tkinter import ttk
from typing import NamedTuple

from desktop.views.look import Look

BAR = 120  # pixels of the longest bar, at zoom 1


class Row(NamedTuple):
    """An outcome: how many schedules led to it, the length of its bar from 0 to 1, and what it is."""

    schedules: int
    share: float
    text: str
    bad: bool


class ExploreActions(NamedTuple):
    """What the bar's buttons do."""

    stop: Callable[[], None]
    watch: Callable[[int], None]


class ExploreBar(tk.Frame):
    """Is in sight only when something has been explored."""

    def __init__(self, parent: tk.Misc, look: Look, actions: ExploreActions) -> None:
        super().__init__(parent)
        self._look, self._actions = look, actions
        self._rows: tuple[Row, ...] = ()
        self._going_on = False
        self._edge = tk.Frame(self)
        self._head = tk.Frame(self)
        self._sentence = tk.Label(self._head, font="lab.text", anchor=tk.W, justify=tk.LEFT, borderwidth=0)
        self._stop = ttk.Button(self._head, command=actions.stop)
        self._table = tk.Frame(self)
        self._edge.pack(fill=tk.X)
        self._head.pack(fill=tk.X)
        self._stop.pack(side=tk.RIGHT)
        self._sentence.pack(side=tk.LEFT, fill=tk.X, expand=True)
        self._table.pack(fill=tk.X)
        self._table.columnconfigure(2, weight=1)
        look.dress(self, self._dress)

    def show(self, sentence: str, rows: Sequence[Row], *, going_on: bool) -> None:
        """Show what has been found so far."""
        self._sentence.configure(text=sentence)
        if (tuple(rows), going_on) != (self._rows, self._going_on):
            self._rows, self._going_on = tuple(rows), going_on
            self._show_rows()

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._rows

    @property
    def sentence(self) -> str:
        """What is said."""
        return str(self._sentence.cget("text"))

    def _show_rows(self) -> None:
        look, p = self._look, self._look.palette
        self._stop.configure(text=look.words("explore.stop" if self._going_on else "explore.close"))
        for widget in self._table.winfo_children():
            widget.destroy()
        for number, row in enumerate(self._rows):
            count = tk.Label(
                self._table, text=str(row.schedules), font="lab.bold", background=p.surface, foreground=p.ink
            )
            bar = tk.Frame(self._table, width=max(2, look.px(BAR * row.share)), height=look.px(14))
            bar.configure(background=p.bad if row.bad else p.bar)
            text = tk.Label(self._table, text=row.text, font="lab.text", anchor=tk.W, background=p.surface)
            text.configure(foreground=p.bad if row.bad else p.ink)
            watch = ttk.Button(self._table, style="Link.TButton", text=look.words("explore.watch"))
            watch.configure(command=partial(self._actions.watch, number))
            watch.state(["disabled" if self._going_on else "!disabled"])
            count.grid(row=number, column=0, sticky="e")
            bar.grid(row=number, column=1, sticky="w", padx=look.px(8))
            watch.grid(row=number, column=3, sticky="e")
            text.grid(row=number, column=2, sticky="we")

    def _dress(self) -> None:
        look, p = self._look, self._look.palette
        self._edge.configure(background=p.line, height=look.border)
        for widget in (self, self._head, self._table, self._sentence):
            widget.configure(background=p.surface)
        self._sentence.configure(foreground=p.ink)
        self._head.pack_configure(padx=look.px(16), pady=(look.px(8), look.px(4)))
        self._table.pack_configure(padx=look.px(16), pady=(0, look.px(8)))
        self._table.columnconfigure(1, minsize=look.px(BAR + 16))
        self._show_rows()
