"""Answers to choose one from: boxes side by side where they fit, one below the other where they do not."""

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from desktop.views.look import Look

ChoiceMark = Literal["open", "chosen", "right", "wrong"]
_ICONS = {"open": "ring", "chosen": "radio", "right": "check", "wrong": "close"}


class Choice(NamedTuple):
    """An answer, and what is to be seen of it: it can be chosen, is chosen, was right, was wrong."""

    text: str
    mark: ChoiceMark = "open"


class Choices(tk.Frame):
    """`chosen(number)` is called with the number of an answer, from 0; None where nothing can be chosen any more.

    By keyboard: Tab to the answers, the arrows move among them, Space or Return chooses.
    """

    def __init__(
        self, parent: tk.Misc, look: Look, choices: Sequence[Choice], width: int, chosen: Callable[[int], None] | None
    ) -> None:
        super().__init__(parent, background=look.palette.surface)
        self._look, self._chosen = look, chosen
        self.boxes = [self._box(number, choice, width) for number, choice in enumerate(choices)]
        self._lay_out(width)

    def _box(self, number: int, choice: Choice, width: int) -> tk.Frame:
        look, p = self._look, self._look.palette
        marked = choice.mark != "open"
        edge = {"chosen": p.accent, "right": p.good, "wrong": p.warn}.get(choice.mark, p.line)
        ground = p.soft if choice.mark in {"chosen", "right"} else p.surface
        box = tk.Frame(
            self,
            background=ground,
            highlightthickness=max(1, look.border),
            highlightbackground=edge,
            highlightcolor=p.focus,
            takefocus=self._chosen is not None,
        )
        icon = tk.Label(
            box, image=look.icon(_ICONS[choice.mark], edge if marked else p.muted, 14), background=ground, borderwidth=0
        )
        style = "bold" if marked else "text"
        room = width - look.px(46)
        label = tk.Label(
            box,
            text=look.fold(choice.text, room, style),
            font=f"lab.{style}",
            background=ground,
            foreground=p.ink,
            borderwidth=0,
            justify=tk.LEFT,
        )
        icon.pack(side=tk.LEFT, padx=(look.px(8), look.px(6)), pady=look.px(7))
        label.pack(side=tk.LEFT, padx=(0, look.px(10)), pady=look.px(5))
        if self._chosen is not None:
            self._make_choosable(box, (box, icon, label), number)
        return box

    def _make_choosable(self, box: tk.Frame, parts: Sequence[tk.Frame | tk.Label], number: int) -> None:
        for part in parts:
            part.configure(cursor="hand2")
            part.bind("<Button-1>", lambda _: self._choose(number))
        for key in ("<space>", "<Return>"):
            box.bind(key, lambda _: self._choose(number))
        for key, step in {"<Up>": -1, "<Left>": -1, "<Down>": 1, "<Right>": 1}.items():
            box.bind(key, lambda _, s=step: self._move(number + s))  # type: ignore[misc]
        box.bind("<FocusIn>", lambda _: box.configure(highlightthickness=2 * max(1, self._look.border)), add=True)
        box.bind("<FocusOut>", lambda _: box.configure(highlightthickness=max(1, self._look.border)), add=True)

    def _choose(self, number: int) -> None:
        if self._chosen is not None:
            # Later: what is chosen may put other widgets in the place of these.
            self.after_idle(self._chosen, number)

    def _move(self, number: int) -> None:
        self.boxes[max(0, min(len(self.boxes) - 1, number))].focus_set()

    def _lay_out(self, width: int) -> None:
        gap = self._look.px(6)
        row = column = x = 0
        for box in self.boxes:
            box.update_idletasks()
            wanted = box.winfo_reqwidth() + gap
            if column and x + wanted > width:
                row, column, x = row + 1, 0, 0
            line = self.grid_slaves(row=row)
            frame = line[0] if line else self._line(row, gap)
            box.pack(in_=frame, side=tk.LEFT, padx=(0, gap))
            box.lift()
            column, x = column + 1, x + wanted

    def _line(self, row: int, gap: int) -> tk.Frame:
        frame = tk.Frame(self, background=self._look.palette.surface)
        frame.grid(row=row, column=0, sticky="w", pady=(0, gap))
        return frame
