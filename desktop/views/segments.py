"""A few choices side by side, one of them chosen: a row of buttons that act as radio buttons."""

import tkinter as tk
from collections.abc import Callable, Mapping
from functools import partial
from tkinter import ttk

from desktop.views.look import Look


class Segments(tk.Frame):
    """`choices` is the word for each name; `chosen(name)` is called when a person chooses one."""

    def __init__(
        self,
        parent: tk.Misc,
        look: Look,
        choices: Mapping[str, str],
        chosen: Callable[[str], None],
        style: str = "Segment.TButton",
    ) -> None:
        super().__init__(parent)
        self._look, self._choices, self._chosen = look, choices, chosen
        self.current = next(iter(choices))
        self.buttons = {name: ttk.Button(self, style=style, command=partial(self._choose, name)) for name in choices}
        for button in self.buttons.values():
            button.pack(side=tk.LEFT)
            button.bind("<Left>", lambda _: self._step(-1))
            button.bind("<Right>", lambda _: self._step(1))
        look.dress(self, self._dress)

    def show(self, name: str) -> None:
        """Mark one as the chosen one. Only that one is in the Tab key's round."""
        self.current = name
        for other, button in self.buttons.items():
            button.state(["selected" if other == name else "!selected"])
            button.configure(takefocus=other == name)

    def enable(self, enabled: bool) -> None:
        """Let it be chosen from, or not."""
        for button in self.buttons.values():
            button.state(["!disabled" if enabled else "disabled"])

    def _step(self, steps: int) -> None:
        names = list(self.buttons)
        name = names[(names.index(self.current) + steps) % len(names)]
        self._choose(name)
        self.buttons[name].focus_set()

    def _choose(self, name: str) -> None:
        if not self.buttons[name].instate(["disabled"]):
            self.show(name)
            self._chosen(name)

    def _dress(self) -> None:
        self.configure(background=self._look.palette.surface)
        for name, button in self.buttons.items():
            button.configure(text=self._look.words(self._choices[name]))
