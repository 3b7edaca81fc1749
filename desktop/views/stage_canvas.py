"""The stage's drawing: pointed at, clicked, dragged, zoomed with the wheel."""

import time
import tkinter as tk
from collections.abc import Callable

from desktop.paint.canvas import paint
from desktop.scenes.shapes import Scene
from desktop.scenes.tips import line_of, tip
from desktop.stage import Room, Stage
from desktop.views.look import Look
from desktop.world import Standing, state_of

REST = 350  # milliseconds that the pointer rests on a shape before it says what it is
GRIP = 7  # pixels around the scrubber in which it is taken hold of
STILL = 4  # pixels that a click may wander
WHEEL = 1.25  # how much a turn of the wheel zooms


class StageCanvas(tk.Canvas):
    """Draws the stage when told so. `line_chosen(line)` is called for a click on what has a line in the script.

    `moved()` is called when a person has changed the moment or the piece that is in sight.
    """

    def __init__(
        self, parent: tk.Misc, look: Look, stage: Stage, line_chosen: Callable[[int], None], moved: Callable[[], None]
    ) -> None:
        super().__init__(parent, borderwidth=0, highlightthickness=2, width=1, height=1, takefocus=True)
        self._look, self.stage = look, stage
        self._line_chosen, self._moved = line_chosen, moved
        self.scene: Scene = ()
        self.empty_word = "stage.empty"
        self.seconds = 0.0  # that the last drawing took
        self._pending = False
        self._pressed: tuple[int, int] | None = None
        self._dragging = ""
        self._resting = ""
        self._bind_pointer()
        look.dress(self, self._dress)

    @property
    def room(self) -> Room:
        """The room that there is to draw in."""
        return Room(self.winfo_width() - 8, self.winfo_height() - 6, self._look.zoom)

    def draw_soon(self) -> None:
        """Draw at the next idle moment, once, however often it is asked for until then."""
        if not self._pending:
            self._pending = True
            self.after_idle(self.draw)

    def draw(self) -> None:
        """Draw now."""
        self._pending = False
        if not self.winfo_viewable():
            return
        began = time.perf_counter()
        self.scene = ()
        if len(self.stage.recording.processes) and self.winfo_width() > 40:
            self.scene = self.stage.draw(self.room, self._look.measure, self._look.words)
        paint(self, self.scene, self._look.palette, self._look.scene_fonts)
        if not self.scene:
            self._draw_empty()
        self.seconds = time.perf_counter() - began

    def identity_at(self, x: float, y: float) -> str:
        """The id of the shape at a point; "" if there is none that has one."""
        for item in reversed(self.find_overlapping(x - 1, y - 1, x + 1, y + 1)):
            for tag in self.gettags(item):
                if tag.startswith("id:"):
                    return tag.removeprefix("id:")
        return self.stage.identity_at(x, y)

    def _bind_pointer(self) -> None:
        self.bind("<Configure>", lambda _: self.draw_soon())
        self.bind("<ButtonPress-1>", self._press)
        self.bind("<B1-Motion>", self._drag)
        self.bind("<ButtonRelease-1>", self._release)
        self.bind("<Double-Button-1>", lambda _: self._change(self.stage.all_in_sight))
        self.bind("<Motion>", self._point)
        self.bind("<Leave>", lambda _: self._forget_tip())
        self.bind("<Button-4>", lambda e: self._wheel(e, 1))
        self.bind("<Button-5>", lambda e: self._wheel(e, -1))
        self.bind("<MouseWheel>", lambda e: self._wheel(e, 1 if e.delta > 0 else -1))

    # -- the pointer

    def _press(self, event: "tk.Event[tk.Misc]") -> None:
        self.focus_set()
        self._forget_tip()
        self._pressed, self._dragging = (event.x, event.y), ""
        if self.stage.kind == "timeline":
            on_scrubber = any(
                "id:scrubber" in self.gettags(i)
                for i in self.find_overlapping(event.x - GRIP, event.y - 1, event.x + GRIP, event.y + 1)
            )
            if on_scrubber or event.y < self._look.px(12):
                self._dragging = "scrubber"

    def _drag(self, event: "tk.Event[tk.Misc]") -> None:
        if self._pressed is None or self.stage.kind != "timeline":
            return
        dx, dy = event.x - self._pressed[0], event.y - self._pressed[1]
        if not self._dragging and max(abs(dx), abs(dy)) > STILL:
            self._dragging = "view"
        if self._dragging == "scrubber":
            self._to(event.x)
        elif self._dragging == "view":
            self._pressed = event.x, event.y
            self.stage.scroll(-dy, self.room.height - self._look.px(40))
            self._change(lambda: self.stage.pan(dx))

    def _release(self, event: "tk.Event[tk.Misc]") -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None or self._dragging:
            return
        identity = self.identity_at(event.x, event.y)
        line = line_of(self.stage.recording, identity) or self._line_of_process(identity)
        if line:
            self._line_chosen(line)
        if self.stage.kind == "timeline":
            self._to(event.x)

    def _line_of_process(self, identity: str) -> int:
        kind, _, number = identity.partition(":")
        if kind != "process" or int(number) not in self.stage.recording.processes:
            return 0
        recording = self.stage.recording
        state = state_of(recording, recording.processes[int(number)], self.stage.playback.moment)
        return state.line if state.standing is not Standing.ENDED and state.file == 0 else 0

    def _to(self, x: float) -> None:
        moment = self.stage.moment_at(x)
        if moment is not None:
            self._change(lambda: self.stage.playback.to(moment, *self.stage.whole))

    def _wheel(self, event: "tk.Event[tk.Misc]", turn: int) -> str:
        if self.stage.kind == "timeline":
            if int(event.state) & 1:  # Shift
                self._change(lambda: self.stage.scroll(-turn * self._look.px(40), self.room.height - self._look.px(40)))
            else:
                self._change(lambda: self.stage.zoom(event.x, 1 / WHEEL if turn > 0 else WHEEL))
        return "break"

    def _change(self, how: Callable[[], object]) -> None:
        how()
        self.draw_soon()
        self._moved()

    # -- what a shape says

    def _point(self, event: "tk.Event[tk.Misc]") -> None:
        self._forget_tip()
        self._resting = self.after(REST, lambda: self._show_tip(event.x, event.y))

    def _forget_tip(self) -> None:
        if self._resting:
            self.after_cancel(self._resting)
            self._resting = ""
        self.delete("tip")

    def _show_tip(self, x: int, y: int) -> None:
        self._resting = ""
        stage, look, p = self.stage, self._look, self._look.palette
        text = tip(stage.recording, self.identity_at(x, y), stage.playback.moment, look.words)
        if not text:
            return
        pad = look.px(6)
        item = self.create_text(0, 0, text=text, font="lab.small", fill=p.ink, anchor=tk.NW, tags=("tip",))
        self.itemconfigure(item, width=look.px(340))
        left, top, right, bottom = self.bbox(item)
        width, height = right - left + 2 * pad, bottom - top + 2 * pad
        x = max(2, min(x + look.px(12), self.winfo_width() - width - 4))
        y = y + look.px(16) if y + look.px(16) + height < self.winfo_height() else max(2, y - height - look.px(8))
        self.coords(item, x + pad, y + pad)
        ground = self.create_rectangle(
            x, y, x + width, y + height, fill=p.surface, outline=p.muted, width=look.border, tags=("tip",)
        )
        self.tag_raise(item, ground)

    def _draw_empty(self) -> None:
        look = self._look
        width, height = self.winfo_width(), self.winfo_height()
        text = look.fold(look.words(self.empty_word), max(1, min(width - look.px(40), look.px(360))))
        self.create_text(width / 2, height / 2, text=text, font="lab.text", fill=look.palette.muted, justify=tk.CENTER)

    def _dress(self) -> None:
        p = self._look.palette
        self.configure(background=p.surface, highlightbackground=p.surface, highlightcolor=p.focus)
        self.draw_soon()
