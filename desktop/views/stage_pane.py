"""The stage: the results as bars, or what happened as a picture or as a timeline; one place with a switch above it."""

import time
import tkinter as tk
from collections.abc import Callable, Mapping
from pathlib import Path
from tkinter import ttk
from typing import NamedTuple, cast

from desktop.export import MARGIN, Wanted, write
from desktop.recording import Recording
from desktop.stage import Kind, Stage
from desktop.views.card import Card
from desktop.views.chart_pane import ChartPane
from desktop.views.look import Look
from desktop.views.scrubber import Commands, Scrubber
from desktop.views.segments import Segments
from desktop.views.stage_canvas import StageCanvas
from desktop.views.tooltip import Tooltip
from desktop.world import lines_at

FRAME = 25  # milliseconds between frames while the recording is played
LIVE = 0.06  # seconds between drawings of a run that goes on: the run needs the processor, too
MARKS = 0.1  # seconds between markings of code lines while something moves


class StageEvents(NamedTuple):
    """What the stage reports: a click on a line, the lines that processes are on, enlarge or not, save."""

    line: Callable[[int], None]
    marks: Callable[[Mapping[int, int]], None]
    enlarge: Callable[[], None]
    save: Callable[[], None]


class StagePane(tk.Frame):
    """`chart` is the pane of the bars, made by the caller with this as its parent; `adopt` takes it."""

    def __init__(self, parent: tk.Misc, look: Look, events: StageEvents) -> None:
        super().__init__(parent)
        self._look, self._events = look, events
        self.stage = Stage()
        self.card = Card(self, look, "stage.picture")
        self.canvas = StageCanvas(self.card.body, look, self.stage, events.line, self._moved)
        commands = Commands(self.toggle, self.step, self.to, self.set_slowness, self.toggle_loop)
        self.scrubber = Scrubber(self.card.body, look, self.stage, commands)
        self.scrubber.pack(side=tk.BOTTOM, fill=tk.X)
        self.canvas.pack(fill=tk.BOTH, expand=True)
        self.enlarge = ttk.Button(self.card.tools, style="Small.Tool.TButton", command=events.enlarge)
        self.hood = ttk.Button(self.card.tools, style="Small.Segment.TButton", command=self.toggle_hood)
        self.enlarge.pack(side=tk.RIGHT)
        self.save = ttk.Button(self.card.tools, style="Small.Tool.TButton", command=events.save)
        self.save.pack(side=tk.RIGHT)
        self.hood.pack(side=tk.RIGHT)
        Tooltip(self.enlarge, look, lambda: look.words("stage.enlarge"))
        Tooltip(self.hood, look, lambda: look.words("stage.hood_tip"))
        self.shown = "results"
        self._tabs: list[Segments] = []
        self._chart: ChartPane | None = None
        self._version = -1
        self._drawn_at = self._marked_at = self._frame_at = 0.0
        self._animating = False
        self._bind_keys()
        look.dress(self, self._dress)

    def adopt(self, chart: ChartPane) -> None:
        """Take the bars, and put the switch above both."""
        self._chart = chart
        names = {"results": "stage.results", "picture": "stage.picture", "timeline": "stage.timeline"}
        for card in (chart, self.card):
            self._tabs.append(
                card.lead_with(lambda head: Segments(head, self._look, names, self.choose, "Small.Segment.TButton"))
            )
        self.choose(self.shown)

    def show_heading(self, shown: bool) -> None:
        """The switch is the heading, and stays."""

    # -- what is shown

    def choose(self, name: str) -> None:
        """Show the results, the picture or the timeline."""
        self.shown = name
        assert self._chart is not None
        for tabs in self._tabs:
            tabs.show(name)
        chosen, other = (self._chart, self.card) if name == "results" else (self.card, self._chart)
        other.place_forget()
        chosen.place(x=0, y=0, relwidth=1, relheight=1)
        if name != "results":
            self.stage.kind = cast("Kind", name)
            self._refresh()

    def show(self, recording: Recording | None, *, live: bool = False, empty: str = "stage.empty") -> None:
        """Show a recording; one that goes on is followed. None shows the sentence that the word `empty` names."""
        self.canvas.empty_word = empty
        if recording is None:
            recording = Recording()
        if recording is self.stage.recording:
            return
        self.stage.show(recording, live=live)
        self._version = -1
        self._refresh()

    def settle(self) -> None:
        """The run that was followed has ended."""
        self.stage.settle()
        self._refresh()

    def tick(self) -> bool:
        """Follow the run that goes on, if it is in sight and something is new; says whether anything was drawn."""
        stage, now = self.stage, time.perf_counter()
        if self.shown == "results" or stage.recording.version == self._version or now - self._drawn_at < LIVE:
            return False
        self._version = stage.recording.version
        stage.advance(0.0)
        self.canvas.draw()
        self.scrubber.show()
        self._mark(now)
        # A large drawing waits longer for the next one: the window is there for other things, too.
        self._drawn_at = time.perf_counter() + 2 * self.canvas.seconds
        return True

    def write_picture(self, target: Path) -> None:
        """Write what is seen as an SVG or a PNG of twice the size on the screen. Raises OSError."""
        look, canvas = self._look, self.canvas
        wanted = Wanted(language=look.words.language, theme=look.theme, zoom=look.zoom, scale=2.0)
        size = round(canvas.room.width + 2 * MARGIN), round(canvas.room.height + 2 * MARGIN)
        write(canvas.scene, size, target, wanted)

    # -- what a person does

    def toggle(self) -> None:
        """Play, or pause."""
        self.stage.playback.toggle(*self.stage.whole)
        if self.stage.playback.playing and not self._animating:
            self._animating, self._frame_at = True, time.perf_counter()
            self.after(FRAME, self._animate)
        self._refresh()

    def step(self, steps: int) -> None:
        """Go to the next event, or back to the one before."""
        self.stage.step(steps)
        self._refresh()

    def to(self, moment: int) -> None:
        """Look at a moment."""
        self.stage.to(moment)
        self._refresh()

    def set_slowness(self, slowness: int) -> None:
        """Play so many times slower than it was."""
        self.stage.playback.slowness = slowness
        self.stage.playback.following = False
        self._refresh()

    def toggle_loop(self) -> None:
        """Play what is in sight again and again, or no more."""
        self.stage.toggle_loop()
        self._refresh()

    def toggle_hood(self) -> None:
        """Show what is underneath, or no more."""
        self.stage.hood = not self.stage.hood
        self._show_hood()
        self._refresh()

    def _zoom(self, factor: float) -> None:
        self.stage.zoom(self.canvas.winfo_width() / 2, factor)
        self._refresh()

    def _slower(self, steps: int) -> None:
        self.stage.playback.slower(steps)
        self._refresh()

    def _bind_keys(self) -> None:
        keys: dict[str, Callable[[], None]] = {
            "space": self.toggle,
            "Left": lambda: self.step(-1),
            "Right": lambda: self.step(1),
            "Prior": lambda: self.step(-1),  # what a presenter's remote sends
            "Next": lambda: self.step(1),
            "Home": lambda: self.to(self.stage.whole[0]),
            "End": lambda: self.to(self.stage.whole[1]),
            "Up": lambda: self._zoom(0.8),
            "Down": lambda: self._zoom(1.25),
            "plus": lambda: self._slower(-1),
            "minus": lambda: self._slower(1),
            "l": self.toggle_loop,
            "h": self.toggle_hood,
        }
        for key, action in keys.items():
            self.canvas.bind(f"<Key-{key}>", lambda _, a=action: (a(), "break")[1])  # type: ignore[misc]

    # -- drawing

    def _animate(self) -> None:
        """One frame while it plays; the next is asked for when this one is done, so that frames cannot pile up."""
        now = time.perf_counter()
        passed, self._frame_at = now - self._frame_at, now
        if not self.winfo_exists() or not self.stage.playback.playing:
            self._animating = False
            return
        self.stage.advance(min(passed, 0.2))
        self.canvas.draw()
        self.scrubber.show()
        self._mark(now)
        if self.stage.playback.playing:
            self.after(max(5, FRAME - round((time.perf_counter() - now) * 1000)), self._animate)
        else:
            self._animating = False
            self._refresh()

    def _moved(self) -> None:
        self.scrubber.show()
        self._mark(0.0)

    def _refresh(self) -> None:
        self.canvas.draw_soon()
        self.scrubber.show()
        self._mark(0.0)

    def _mark(self, now: float) -> None:
        """Mark the lines that processes are on, but not more often than can be read."""
        if now and now - self._marked_at < MARKS:
            return
        self._marked_at = now
        lines: dict[int, int] = {}
        recording = self.stage.recording
        if self.shown != "results":
            found = lines_at(recording, self.stage.playback.moment)
            lines = {recording.shown(number): line for number, line in found.items()}
        self._events.marks(lines)

    def _show_hood(self) -> None:
        self.hood.state(["selected" if self.stage.hood else "!selected"])

    def _dress(self) -> None:
        look, p = self._look, self._look.palette
        self.configure(background=p.background)
        self.save.configure(text=look.words("stage.save"))
        self.hood.configure(text=look.words("stage.hood"))
        self.hood.pack_configure(padx=look.px(6))
        self.enlarge.configure(image=look.icon("full", p.muted, 14))
        self._show_hood()
