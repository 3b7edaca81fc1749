"""The controls of the moment: play and pause, an event back or on, how slow, and a track of the whole run."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import NamedTuple

from desktop.playback import SLOWNESSES
from desktop.scenes.units import written
from desktop.stage import Stage
from desktop.views.look import Look
from desktop.views.menu import Entry, MenuButton
from desktop.views.tooltip import Tooltip

TRACK = 5  # height of the track, in pixels at zoom 1


class Commands(NamedTuple):
    """What the controls do."""

    toggle: Callable[[], None]
    step: Callable[[int], None]
    to: Callable[[int], None]
    slowness: Callable[[int], None]
    loop: Callable[[], None]


class Scrubber(tk.Frame):
    """Shows how the stage's playback stands when told to, and reports what a person wants."""

    def __init__(self, parent: tk.Misc, look: Look, stage: Stage, commands: Commands) -> None:
        super().__init__(parent)
        self._look, self._stage, self._commands = look, stage, commands
        style = "Small.Tool.TButton"
        self.earlier = ttk.Button(self, style=style, command=lambda: commands.step(-1))
        self.play = ttk.Button(self, style=style, command=commands.toggle)
        self.later = ttk.Button(self, style=style, command=lambda: commands.step(1))
        self.loop = ttk.Button(self, style=style, command=commands.loop)
        self.speed = MenuButton(self, look, self._speeds, style)
        self._time = tk.Label(self, font="lab.small", anchor=tk.E)
        self.track = tk.Canvas(self, highlightthickness=0, borderwidth=0, width=1, height=1, cursor="sb_h_double_arrow")
        for button in (self.earlier, self.play, self.later):
            button.pack(side=tk.LEFT)
        for other in (self.speed, self.loop, self._time):
            other.pack(side=tk.RIGHT)
        self.track.pack(side=tk.LEFT, fill=tk.X, expand=True)
        self.track.bind("<Configure>", lambda _: self.show())
        for event in ("<ButtonPress-1>", "<B1-Motion>"):
            self.track.bind(event, self._dragged)
        for widget, word in (
            (self.earlier, "stage.earlier"),
            (self.later, "stage.later"),
            (self.loop, "stage.loop_tip"),
        ):
            Tooltip(widget, look, lambda w=word: look.words(w))  # type: ignore[misc]
        Tooltip(self.play, look, lambda: look.words("stage.pause" if stage.playback.playing else "stage.play"))
        self._shown: tuple[object, ...] = ()
        self.bind("<Configure>", lambda _: self._fold())
        look.dress(self, self._dress)

    def show(self) -> None:
        """Show how things stand; what has not changed is not touched."""
        stage, look, playback = self._stage, self._look, self._stage.playback
        begin, end = stage.whole
        state = (playback.playing, playback.following, playback.slowness, playback.loop)
        if state != self._shown:
            self._shown = state
            p = look.palette
            self.play.configure(image=look.icon("pause" if playback.playing else "run", p.accent, 14))
            self.loop.configure(image=look.icon("loop", p.accent if playback.loop else p.muted, 14))
            self.speed.set_text(self._speed_text())
        there = len(stage.recording.processes) > 0
        self._time.configure(text=f"{_time(playback.moment - begin)} / {_time(end - begin)}" if there else "")
        self._draw_track(begin, end)

    def _fold(self) -> None:
        """Do without the time in words where it would take the track's room."""
        if self.winfo_width() < self._look.px(400):
            self._time.pack_forget()
        elif not self._time.winfo_manager():
            self._time.pack(side=tk.RIGHT, after=self.loop, padx=self._look.px(6))

    def _speed_text(self) -> str:
        playback, words = self._stage.playback, self._look.words
        if playback.following:
            return words("stage.follow")
        return self._named(playback.slowness)

    def _named(self, slowness: int) -> str:
        words = self._look.words
        return words("stage.real_time") if slowness == 1 else words("stage.speed", slowness=slowness)

    def _speeds(self) -> list[Entry]:
        return [(str(s), self._named(s), lambda s=s: self._commands.slowness(s)) for s in SLOWNESSES]  # type: ignore[misc]

    def _draw_track(self, begin: int, end: int) -> None:
        track, look, p = self.track, self._look, self._look.palette
        width, middle, half = track.winfo_width(), track.winfo_height() / 2, look.px(TRACK) / 2
        left, right = look.px(8), width - look.px(8)
        if right <= left:
            return

        def x(moment: int) -> float:
            return left + (right - left) * min(1.0, max(0.0, (moment - begin) / max(1, end - begin)))

        playback = self._stage.playback
        track.delete("all")
        track.create_rectangle(left, middle - half, right, middle + half, fill=p.grid, width=0)
        if self._stage.part is not None:
            one, other = self._stage.part
            track.create_rectangle(
                x(one), middle - half, max(x(other), x(one) + 2), middle + half, fill=p.bar_faded, width=0
            )
        if playback.loop is not None:
            for moment in playback.loop:
                at = x(moment)
                track.create_line(at, middle - half * 2.4, at, middle + half * 2.4, fill=p.accent, width=2)
        at, size = x(playback.moment), look.px(6)
        track.create_oval(
            at - size, middle - size, at + size, middle + size, fill=p.scrubber, outline=p.surface, width=2
        )

    def _dragged(self, event: "tk.Event[tk.Misc]") -> None:
        begin, end = self._stage.whole
        left, right = self._look.px(8), self.track.winfo_width() - self._look.px(8)
        share = min(1.0, max(0.0, (event.x - left) / max(1, right - left)))
        self._commands.to(round(begin + share * (end - begin)))

    def _dress(self) -> None:
        look, p = self._look, self._look.palette
        for widget in (self, self._time, self.track):
            widget.configure(background=p.surface)
        self._time.configure(foreground=p.muted)
        self._fold()
        self.track.configure(height=look.px(22))
        self.earlier.configure(image=look.icon("earlier", p.muted, 14))
        self.later.configure(image=look.icon("later", p.muted, 14))
        self._shown = ()
        self.show()


def _time(nanoseconds: int) -> str:
    return written(max(0, nanoseconds) * 1e-9, "s")
