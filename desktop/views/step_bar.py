"""Who can go next in a run that is stepped: a button for each process, with its colour, its key and its next deed."""

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from tkinter import ttk
from typing import NamedTuple

from desktop.theme import process_colour
from desktop.views.flow import Flow
from desktop.views.look import Look
from desktop.views.tooltip import Tooltip

KEYS = 9


class Lane(NamedTuple):
    """A process at its gate: its number, for the colour, and what its button says. `able`: it can be clicked."""

    actor: str
    number: int
    text: str
    able: bool


class StepActions(NamedTuple):
    """What the bar's buttons do."""

    go: Callable[[str], None]
    undo: Callable[[], None]
    run_to: Callable[[], None]
    run_on: Callable[[], None]


class StepBar(tk.Frame):
    """Is in sight only while a run is stepped."""

    def __init__(self, parent: tk.Misc, look: Look, actions: StepActions) -> None:
        super().__init__(parent)
        self._look, self._actions = look, actions
        self._lanes: tuple[Lane, ...] = ()
        self._said: tuple[str, bool, bool, bool] | None = None
        self._edge = tk.Frame(self)
        self._head = tk.Frame(self)
        self._sentence = tk.Label(self._head, font="lab.text", anchor=tk.W, justify=tk.LEFT, borderwidth=0)
        self._undo = ttk.Button(self._head, command=actions.undo)
        self._run_to = ttk.Button(self._head, command=actions.run_to)
        self._run_on = ttk.Button(self._head, command=actions.run_on)
        self._flow = Flow(self, look, 8)
        self._buttons: list[tk.Frame] = []
        self._edge.pack(fill=tk.X)
        self._head.pack(fill=tk.X)
        self._run_on.pack(side=tk.RIGHT)
        self._run_to.pack(side=tk.RIGHT)
        self._undo.pack(side=tk.RIGHT)
        self._sentence.pack(side=tk.LEFT, fill=tk.X, expand=True)
        self._flow.pack(fill=tk.X)
        self._sentence.bind("<Configure>", lambda _: self._fold())
        for number in range(1, KEYS + 1):
            self.bind_all(f"<Key-{number}>", partial(self._key, number), add=True)
        Tooltip(self._run_to, look, partial(look.word, "step.run_to_tip"))
        look.dress(self, self._dress)

    def show(self, sentence: str, lanes: Sequence[Lane], *, undo: bool, run_on: bool, bad: bool = False) -> None:
        """Show who stands where; what has not changed is not touched."""
        if (sentence, undo, run_on, bad) != self._said:
            self._said = (sentence, undo, run_on, bad)
            self._undo.state(["!disabled" if undo else "disabled"])
            for button in (self._run_to, self._run_on):
                button.state(["!disabled" if run_on else "disabled"])
            self._sentence.configure(foreground=self._look.palette.bad if bad else self._look.palette.ink)
            self._fold()
        if tuple(lanes) != self._lanes:
            self._lanes = tuple(lanes)
            self._show_lanes()

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """What is shown."""
        return self._lanes

    @property
    def sentence(self) -> str:
        """What is said."""
        return self._said[0] if self._said else ""

    def _key(self, number: int, event: "tk.Event[tk.Misc]") -> None:
        """1 to 9 let the process with that key go on, unless they are typed somewhere."""
        typed = isinstance(event.widget, tk.Text | tk.Entry)
        if self.winfo_manager() and not typed and number <= len(self._lanes) and self._lanes[number - 1].able:
            self._actions.go(self._lanes[number - 1].actor)

    def _show_lanes(self) -> None:
        before = self._buttons
        self._buttons = [self._button(key, lane) for key, lane in enumerate(self._lanes, start=1)]
        self._flow.set_items(list(self._buttons))
        for button in before:
            button.destroy()

    def _button(self, key: int, lane: Lane) -> tk.Frame:
        look, p = self._look, self._look.palette
        frame = tk.Frame(self._flow, background=p.surface)
        swatch = tk.Frame(frame, background=process_colour(p, lane.number), width=look.px(6), height=look.px(20))
        text = f"{key}  {lane.text}" if key <= KEYS else lane.text
        button = ttk.Button(frame, text=text, command=partial(self._actions.go, lane.actor))
        button.state(["!disabled" if lane.able else "disabled"])
        swatch.pack(side=tk.LEFT, fill=tk.Y)
        button.pack(side=tk.LEFT)
        return frame

    def _fold(self) -> None:
        room = self._sentence.winfo_width() - self._look.px(8)
        text = self._look.fold(self.sentence, room) if room > self._look.px(40) else self.sentence
        if text != self._sentence.cget("text"):
            self._sentence.configure(text=text)

    def _dress(self) -> None:
        look, p = self._look, self._look.palette
        self._edge.configure(background=p.line, height=look.border)
        for widget in (self, self._head, self._flow, self._sentence):
            widget.configure(background=p.surface)
        self._undo.configure(text=look.words("step.undo"))
        self._run_to.configure(text=look.words("step.run_to"))
        self._run_on.configure(text=look.words("step.run_on"))
        self._head.pack_configure(padx=look.px(16), pady=(look.px(8), look.px(4)))
        self._run_to.pack_configure(padx=look.px(8))
        self._flow.pack_configure(padx=look.px(16), pady=(0, look.px(8)))
        self._said = None
        self._show_lanes()
