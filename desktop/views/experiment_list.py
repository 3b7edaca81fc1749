"""The list of a topic's experiments, with a mark for what has been run."""

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from tkinter import ttk
from typing import Literal, NamedTuple

from desktop.views.look import Look
from desktop.views.scroll_frame import ScrollFrame

Mark = Literal["ring", "half", "disc", "check"]


class Item(NamedTuple):
    """An entry: what tells it apart, its name for people, its mark."""

    key: str
    title: str
    mark: Mark = "ring"


class ExperimentList(tk.Frame):
    """By keyboard: Tab to the list, Up and Down. `chosen(key)` is called when a person chooses one."""

    def __init__(self, parent: tk.Misc, look: Look, chosen: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._look, self._chosen, self._heading_word = look, chosen, "list.heading"
        self._items: tuple[Item, ...] = ()
        self._rows: list[_Row] = []
        self.current = ""
        self._seen = ""
        self._heading = ttk.Label(self, style="GroundHeading.TLabel")
        self._heading.pack(anchor=tk.W)
        self.foot = tk.Frame(self)
        self.foot.pack(side=tk.BOTTOM, fill=tk.X)
        self._scroll = ScrollFrame(self)
        self._scroll.pack(fill=tk.BOTH, expand=True)
        look.dress(self, self._dress)

    def show(self, items: Sequence[Item], current: str) -> None:
        """Show these entries, one of them as the current one."""
        self.current = current
        if [i.key for i in items] != [i.key for i in self._items]:
            for row in self._rows:
                row.destroy()
            self._rows = [
                _Row(self._scroll.inner, self._look, partial(self._chosen, item.key), self._step) for item in items
            ]
            for row in self._rows:
                row.pack(fill=tk.X)
                self._scroll.hear_wheel(row)
        self._items = tuple(items)
        for row, item in zip(self._rows, items, strict=True):
            row.show(item, current=item.key == current)
        if self._rows and current and current != self._seen:
            self._seen = current
            self._scroll.see(self._rows[[item.key for item in items].index(current)])

    def set_heading(self, word: str) -> None:
        """What is written above the list."""
        self._heading_word = word
        self._heading.configure(text=self._look.words(word))

    def _step(self, steps: int) -> None:
        keys = [item.key for item in self._items]
        at = max(0, min(len(keys) - 1, keys.index(self.current) + steps))
        self._chosen(keys[at])
        self._rows[at].focus_set()

    def _dress(self) -> None:
        look = self._look
        self.configure(background=look.palette.background)
        self._scroll.paint(look.palette.background)
        self.foot.configure(background=look.palette.background)
        self._heading.configure(text=look.words(self._heading_word))
        self._heading.pack_configure(padx=look.px(20), pady=(look.px(18), look.px(8)))
        self.foot.pack_configure(padx=look.px(12), pady=look.px(12))
        self.show(self._items, self.current)


class _Row(tk.Frame):
    def __init__(self, parent: tk.Misc, look: Look, chosen: Callable[[], None], step: Callable[[int], None]) -> None:
        super().__init__(parent, highlightthickness=2, cursor="hand2")
        self._look = look
        self._current = False
        self._edge = tk.Frame(self)
        self._icon = tk.Label(self, borderwidth=0)
        self._label = ttk.Label(self)
        self._edge.pack(side=tk.LEFT, fill=tk.Y)
        self._icon.pack(side=tk.LEFT)
        self._label.pack(side=tk.LEFT, fill=tk.BOTH, expand=True)
        for widget in (self, self._edge, self._icon, self._label):
            widget.bind("<Button-1>", lambda _: self._clicked(chosen))
            widget.bind("<Enter>", lambda _: self._colour(over=True))
            widget.bind("<Leave>", lambda _: self._colour(over=False))
        self.bind("<Up>", lambda _: step(-1))
        self.bind("<Down>", lambda _: step(1))

    def _clicked(self, chosen: Callable[[], None]) -> None:
        self.focus_set()
        chosen()

    def show(self, item: Item, *, current: bool) -> None:
        look, p = self._look, self._look.palette
        self._current = current
        self.configure(takefocus=current, highlightcolor=p.focus)
        tint = {"check": p.good, "disc": p.accent, "half": p.accent}.get(item.mark, p.muted)
        self._icon.configure(image=look.icon(item.mark, tint, 14))
        self._icon.pack_configure(padx=(look.px(7), look.px(6)))
        self._edge.configure(width=look.px(3))
        self._label.configure(text=item.title, wraplength=look.px(150))
        self._label.pack_configure(pady=look.px(5))
        self._colour(over=False)

    def _colour(self, *, over: bool) -> None:
        p = self._look.palette
        ground = p.soft if self._current else p.hover if over else p.background
        self.configure(background=ground, highlightbackground=ground)
        self._edge.configure(background=p.accent if self._current else ground)
        self._icon.configure(background=ground)
        self._label.configure(
            background=ground,
            foreground=p.accent if self._current else p.ink,
            font="lab.bold" if self._current else "lab.text",
        )
