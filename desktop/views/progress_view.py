"""How far a person has come: for each topic a bar, the counts, and the lesson to go on with."""

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from tkinter import ttk
from typing import NamedTuple

from desktop.progress import TopicProgress
from desktop.views.look import Look
from desktop.views.scroll_frame import ScrollFrame

BAR_HEIGHT = 8  # at zoom 1


class TopicLine(NamedTuple):
    """What is shown of a topic. `following` is the lesson to go on with, "" if all are done."""

    topic: str
    name: str
    counts: TopicProgress
    following: str
    following_title: str


class ProgressActions(NamedTuple):
    """What can be done here."""

    go_to: Callable[[str], None]
    print_topic: Callable[[str], None]
    reset: Callable[[], None]


class ProgressView(tk.Frame):
    """All topics one below the other; at the end the way to begin anew, which asks once more."""

    def __init__(self, parent: tk.Misc, look: Look, lines: Sequence[TopicLine], actions: ProgressActions) -> None:
        super().__init__(parent, background=look.palette.surface)
        self._look, self._actions = look, actions
        self._offered: tuple[Callable[[], None], ...] = ()
        self._foot = tk.Frame(self, background=look.palette.surface)
        self._foot.pack(side=tk.BOTTOM, fill=tk.X)
        scroll = ScrollFrame(self)
        scroll.paint(look.palette.surface)
        scroll.pack(fill=tk.BOTH, expand=True)
        for line in lines:
            self._topic(scroll.inner, line)
        scroll.hear_wheel(scroll.inner)
        self._show_reset()

    def ask_reset(self) -> None:
        """Ask whether everything is to be forgotten."""
        words = self._empty_foot()
        ttk.Label(self._foot, text=words("panel.reset_sure"), style="Surface.TLabel").pack(side=tk.LEFT)
        self._offered = (self._actions.reset, self._show_reset)
        for number, word in enumerate(("panel.reset_yes", "panel.reset_no")):
            button = ttk.Button(self._foot, text=words(word), command=partial(self.choose, number))
            button.pack(side=tk.LEFT, padx=self._look.px(6))

    def choose(self, number: int) -> None:
        """Press one of the buttons of that question: the first forgets, the second does not."""
        # Later: what is chosen takes the button away.
        self.after_idle(self._offered[number])

    def _show_reset(self) -> None:
        words = self._empty_foot()
        button = ttk.Button(self._foot, text=words("panel.reset"), style="Link.TButton", command=self.ask_reset)
        button.pack(side=tk.LEFT)

    def _empty_foot(self) -> Callable[..., str]:
        for child in self._foot.winfo_children():
            child.destroy()
        return self._look.words

    def _topic(self, parent: tk.Misc, line: TopicLine) -> None:
        look, words, p = self._look, self._look.words, self._look.palette
        frame = tk.Frame(parent, background=p.surface)
        frame.pack(fill=tk.X, pady=(0, look.px(14)), padx=look.px(4))
        head = tk.Frame(frame, background=p.surface)
        head.pack(fill=tk.X)
        ttk.Label(head, text=line.name, style="Surface.TLabel", font="lab.bold").pack(side=tk.LEFT)
        show = partial(self._actions.print_topic, line.topic)
        ttk.Button(head, text=words("panel.print_topic"), style="Link.TButton", command=show).pack(side=tk.RIGHT)
        bar = tk.Canvas(frame, height=look.px(BAR_HEIGHT), highlightthickness=0, background=p.hover)
        bar.pack(fill=tk.X, pady=look.px(4))
        bar.bind("<Configure>", lambda event: self._draw(bar, event.width, line.counts))
        counts = tk.Label(
            frame, text=words("panel.counts", **line.counts._asdict()), font="lab.small", background=p.surface,
            foreground=p.muted, justify=tk.LEFT,
        )  # fmt: skip
        counts.pack(anchor=tk.W)
        counts.bind("<Configure>", lambda _: counts.configure(wraplength=max(100, frame.winfo_width())))
        if line.following:
            go = words("panel.continue", title=line.following_title)
            button = ttk.Button(
                frame, text=go, style="Link.TButton", command=partial(self._actions.go_to, line.following)
            )
            button.pack(anchor=tk.W)

    def _draw(self, bar: tk.Canvas, width: int, counts: TopicProgress) -> None:
        p, height = self._look.palette, bar.winfo_height()
        bar.delete("all")
        done = width * counts.done / max(1, counts.lessons)
        begun = done + width * counts.begun / max(1, counts.lessons)
        bar.create_rectangle(0, 0, begun, height, fill=p.bar_faded, width=0)
        bar.create_rectangle(0, 0, done, height, fill=p.good, width=0)
