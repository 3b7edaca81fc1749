"""The bar at the bottom: run and stop, how to run, and how the run stands."""

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from tkinter import ttk
from typing import NamedTuple

from desktop.story import Standing
from desktop.views.flow import Flow
from desktop.views.look import Look
from desktop.views.popdown import dress_popdown
from desktop.views.progress import ProgressLine
from desktop.views.segments import Segments
from desktop.views.tooltip import Tooltip
from workers.session import can_be_controlled


class Actions(NamedTuple):
    """What the bar's buttons do."""

    run: Callable[[], None]
    stop: Callable[[], None]
    run_many: Callable[[], None]
    step: Callable[[], None]
    explore: Callable[[], None]
    start_method: Callable[[str], None]
    watch: Callable[[bool], None]


class RunBar(tk.Frame):
    """Run becomes Stop in its place, and nothing else moves."""

    def __init__(self, parent: tk.Misc, look: Look, actions: Actions, start_methods: Sequence[str]) -> None:
        super().__init__(parent)
        self._look, self._actions = look, actions
        self._standing = Standing(running=False)
        self.progress = ProgressLine(self, look)
        self._controls = Flow(self, look, 10)
        self._report = tk.Frame(self)
        self.run = ttk.Button(self._controls, style="Accent.TButton", command=self._run_or_stop, compound="left")
        self.many = ttk.Button(self._controls, text="×10", command=actions.run_many)
        self.step = ttk.Button(self._controls, command=actions.step)
        self.explore = ttk.Button(self._controls, command=actions.explore)
        self._method_frame = tk.Frame(self._controls)
        self._method_label = ttk.Label(self._method_frame, style="Small.TLabel")
        self.method = ttk.Combobox(
            self._method_frame, values=list(start_methods), state="readonly", width=10, font="lab.text"
        )
        self.method.set(start_methods[0])
        self.method.bind("<<ComboboxSelected>>", lambda _: self._method_chosen())
        self.watch = Segments(
            self._controls,
            look,
            {"watch": "run.watch", "measure": "run.measure"},
            lambda n: actions.watch(n == "watch"),
        )
        self._dot = tk.Label(self._report, borderwidth=0)
        self._sentence = tk.Label(self._report, font="lab.small", anchor=tk.W, justify=tk.LEFT)
        self._counts = tk.Label(self._report, font="lab.small_bold", anchor=tk.E)
        self._method_label.pack(side=tk.LEFT)
        self.method.pack(side=tk.LEFT)
        self._controls.set_items([self.run, self.many, self.step, self.explore, self._method_frame, self.watch])
        self._counts.pack(side=tk.RIGHT)
        self._dot.pack(side=tk.LEFT)
        self._sentence.pack(side=tk.LEFT, fill=tk.X, expand=True)
        self.columnconfigure(1, weight=1)
        self.progress.grid(row=0, column=0, columnspan=2, sticky="we")
        for widget, word in (
            (self.many, "run.many_tip"),
            (self.step, "run.step_tip"),
            (self.explore, "run.explore_tip"),
            (self.method, "run.method_tip"),
        ):
            Tooltip(widget, look, partial(look.word, word))
        for name, button in self.watch.buttons.items():
            Tooltip(button, look, partial(look.word, f"run.{name}_tip"))
        self.bind("<Configure>", lambda _: self._fold())
        self._sentence.bind("<Configure>", lambda _: self._show_sentence())
        look.dress(self, self._dress)

    def show(self, standing: Standing) -> None:
        """Show how the run stands; what has not changed is not touched."""
        before, self._standing = self._standing, standing
        if (before.running, before.stopping) != (standing.running, standing.stopping):
            self._show_buttons()
        if before.counts != standing.counts:
            self._counts.configure(text=standing.counts)
        if (before.sentence, before.mood) != (standing.sentence, standing.mood):
            self._show_sentence()
        self.progress.show(standing.running, standing.fraction)

    @property
    def standing(self) -> Standing:
        """What is shown."""
        return self._standing

    def _run_or_stop(self) -> None:
        (self._actions.stop if self._standing.running else self._actions.run)()

    def _method_chosen(self) -> None:
        self.method.selection_clear()
        self._actions.start_method(self.method.get())

    def _show_buttons(self) -> None:
        look, p, standing = self._look, self._look.palette, self._standing
        words = [look.words(f"run.{word}") for word in ("run", "stop", "stopping")]
        word = words[0] if not standing.running else words[2] if standing.stopping else words[1]
        # As wide as the longest of its words, so that its neighbours keep their place.
        width = max(look.measure(w, "bold")[0] for w in words) + look.measure("  ", "bold")[0]
        self.run.configure(
            text=f"  {word}", image=look.icon("stop" if standing.running else "run", p.on_accent), padding=look.px(0)
        )
        side = look.px(14)
        spare = round(width - look.measure(f"  {word}", "bold")[0])
        self.run.configure(padding=(side, look.px(6), side + spare, look.px(6)))
        self.many.state(["disabled" if standing.running else "!disabled"])
        for button in (self.step, self.explore):
            button.state(["disabled" if standing.running or not can_be_controlled() else "!disabled"])
        self.method.state(["disabled" if standing.running else "!disabled"])
        self.watch.enable(not standing.running)

    def _show_sentence(self) -> None:
        look, p, standing = self._look, self._look.palette, self._standing
        icon, colour = {"good": ("check", p.good), "bad": ("warning", p.bad)}.get(standing.mood, ("info", p.muted))
        self._dot.configure(image=look.icon(icon, colour, 14) if standing.sentence else "")
        room = self._sentence.winfo_width() - look.px(4)
        folded = look.fold(standing.sentence, room, "small") if room > look.px(40) else standing.sentence
        if folded != self._sentence.cget("text"):
            self._sentence.configure(text=folded)
        self._sentence.configure(foreground=p.ink)

    def _fold(self) -> None:
        """Put the report below the controls where there is no room beside them."""
        label = self._method_label.winfo_reqwidth() + self._look.px(12)
        shown = label if self._method_label.winfo_manager() else 0
        wanted = self._controls.natural_width() - shown + label + self._look.px(24)
        if wanted <= self.winfo_width():
            self._method_label.pack(side=tk.LEFT, before=self.method, padx=self._look.px(6))
        else:
            self._method_label.pack_forget()  # what the list holds says enough
        beside = self.winfo_width() >= wanted + self._look.px(330)
        self.columnconfigure(0, minsize=wanted if beside else 0)
        side = self._look.px(16)
        self._controls.grid(
            row=1, column=0, columnspan=1 if beside else 2, sticky="we", padx=(side, 0), pady=self._look.px(9)
        )
        row, column, span = (1, 1, 1) if beside else (2, 0, 2)
        self._report.grid(row=row, column=column, columnspan=span, sticky="we")

    def _dress(self) -> None:
        look, p = self._look, self._look.palette
        for widget in (self, self._controls, self._report, self._dot, self._sentence, self._counts):
            widget.configure(background=p.surface)
        self._counts.configure(foreground=p.muted)
        self._method_label.configure(text=look.words("run.method"))
        self.step.configure(text=look.words("run.step"))
        self.explore.configure(text=look.words("run.explore"))
        self._method_frame.configure(background=p.surface)
        self._dot.pack_configure(padx=(look.px(16), look.px(6)), pady=look.px(4))
        self._counts.pack_configure(padx=look.px(16))
        self.method.configure(font="lab.text")  # see Field.dress
        dress_popdown(self.method, look)
        self._show_buttons()
        self._show_sentence()
        self.after_idle(self._fold)
