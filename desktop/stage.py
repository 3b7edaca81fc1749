"""What is on the stage: which recording, drawn how, and which piece of it is in sight. Knows nothing of widgets."""

from typing import Literal, NamedTuple

from desktop.playback import Playback
from desktop.recording import NEVER, Recording
from desktop.scenes.axis import Window, shifted, zoomed
from desktop.scenes.lanes import Lane
from desktop.scenes.picture import picture
from desktop.scenes.places import Places, places
from desktop.scenes.shapes import Measure, Scene
from desktop.scenes.timeline import View, timeline, track_of
from desktop.scenes.wording import Wording
from desktop.world import next_moment, previous_moment, world_at

Kind = Literal["picture", "timeline"]
KINDS: tuple[Kind, ...] = ("picture", "timeline")

NEAR = 2.0  # pixels that the pointer may be beside an operation


class Room(NamedTuple):
    """The room for a drawing, in pixels."""

    width: float
    height: float
    zoom: float = 1.0


class Stage:
    """A recording, a moment of it, and a view of it."""

    def __init__(self) -> None:
        self.recording = Recording()
        self.playback = Playback()
        self.kind: Kind = "picture"
        self.hood = False
        self.part: tuple[int, int] | None = None  # of the run, in the timeline; None: all of it
        self.scrolled = 0.0
        self.needed = 0.0
        self._window: Window | None = None
        self.lanes: tuple[Lane, ...] = ()
        self._places: tuple[object, Places] | None = None

    def show(self, recording: Recording, *, live: bool) -> None:
        """Take another recording: one that goes on is followed, one that has ended is shown at its beginning."""
        self.recording, self.part, self.scrolled, self._places = recording, None, 0.0, None
        self.playback = Playback()
        if live:
            self.playback.follow(recording.end)
        else:
            self.settle()

    def settle(self) -> None:
        """The run has ended: choose a speed at which it can be watched, and stay where it ended."""
        begin, end = self.whole
        self.playback.suit(begin, end)
        self.playback.following = False
        self.playback.moment = end

    @property
    def whole(self) -> tuple[int, int]:
        """From shortly before the first thing that happens to the end of what is recorded."""
        recording = self.recording
        begin = NEVER
        for process in recording.processes.values():
            if process.number:
                begin = min(begin, process.born)
            track = process.tracks.get((0, 0))
            if track is not None and len(track):
                begin = min(begin, track.times[0])
        begin = min(begin, recording.end)
        margin = (recording.end - begin) // 40
        return max(0, begin - margin), max(recording.end + margin, begin + 1)

    @property
    def in_sight(self) -> tuple[int, int]:
        """The piece of time that the timeline shows."""
        return self.part or self.whole

    # -- drawing

    def draw(self, room: Room, measure: Measure, words: Wording) -> Scene:
        """What is to be seen."""
        if self.kind == "timeline":
            return self._timeline(room, measure, words)
        key = (self.recording.structure, room, self.hood)
        if self._places is None or self._places[0] != key:
            self._places = key, places(self.recording, room.width, room.height, room.zoom, hood=self.hood)
        world = world_at(self.recording, self.playback.moment, hood=self.hood)
        journey = self.playback.journey()
        return picture(self.recording, world, self._places[1], measure, words, zoom=room.zoom, journey=journey)

    def _timeline(self, room: Room, measure: Measure, words: Wording) -> Scene:
        start, end = self.in_sight
        view = View(start, end, self.playback.moment, room.width, room.height, room.zoom, self.scrolled, self.hood)
        drawn = timeline(self.recording, view, measure, words)
        self.needed, self._window, self.lanes = drawn.needed, drawn.window, drawn.lanes
        return drawn.scene

    # -- the piece that is in sight

    def zoom(self, x: float, factor: float) -> None:
        """Show `factor` times as much of the time, with what is at `x` kept in its place."""
        if self._window is not None:
            start, end = self.in_sight
            part = zoomed(start, end, self._window.time(x), factor, self.whole)
            self.part = None if part == self.whole else part

    def pan(self, dx: float) -> None:
        """Move the drawing by so many pixels to the right."""
        if self._window is not None and self.part is not None:
            start, end = self.part
            self.part = shifted(start - round(dx / self._window.scale), end - start, self.whole)

    def scroll(self, dy: float, room: float) -> None:
        """Move the lanes by so many pixels up."""
        self.scrolled = max(0.0, min(self.scrolled + dy, self.needed - room))

    def all_in_sight(self) -> None:
        """Show the whole run."""
        self.part, self.scrolled = None, 0.0

    def moment_at(self, x: float) -> int | None:
        """Which moment is at a place of the timeline."""
        return self._window.time(x) if self._window is not None and self.kind == "timeline" else None

    def process_at(self, y: float) -> int | None:
        """Whose lane is at a height of the timeline."""
        return next((lane.process.number for lane in self.lanes if lane.top <= y < lane.bottom), None)

    def identity_at(self, x: float, y: float) -> str:
        """The id of what is at a place, also of what is too small to be a shape of its own; "" for nothing."""
        if self.kind == "picture":
            return self._room_at(x, y)
        window = self._window
        lane = next((lane for lane in self.lanes if lane.top <= y < lane.bottom), None)
        if window is None or lane is None or not window.left <= x <= window.right:
            return ""
        row = min(lane.rows, key=lambda row: abs(row.middle - y))
        track = track_of(self.recording, lane, row)
        if track is None:
            return f"process:{lane.process.number}"
        near = round(NEAR / window.scale)
        place = track.count(window.time(x) + near)
        if place and self.recording.ended[track.rows[place - 1]] >= window.time(x) - near:
            return f"op:{track.rows[place - 1]}"
        return f"process:{lane.process.number}"

    def _room_at(self, x: float, y: float) -> str:
        rooms = self._places[1].rooms if self._places is not None else {}
        for number, place in rooms.items():
            if place.left <= x < place.right and place.top <= y < place.bottom:
                return f"process:{number}"
        return ""

    # -- the moment

    def to(self, moment: int) -> None:
        """Look at a moment. Where it is not in sight, the timeline moves to it."""
        self.playback.to(moment, *self.whole)
        self.keep_in_sight()

    def keep_in_sight(self) -> None:
        """Turn the page of the timeline when the moment has left it."""
        if self.part is None:
            return
        start, end = self.part
        if not start <= self.playback.moment <= end:
            length = end - start
            self.part = shifted(self.playback.moment - length // 10, length, self.whole)

    def step(self, steps: int) -> None:
        """Go to the next event, or with -1 back to the one before."""
        self.playback.playing = False
        find = next_moment if steps > 0 else previous_moment
        self.to(find(self.recording, self.playback.moment))

    def toggle_loop(self) -> None:
        """Play what is in sight again and again, or no more."""
        self.playback.loop = None if self.playback.loop else self.in_sight

    def advance(self, seconds: float) -> bool:
        """Let time pass for the person; says whether there is something new to be seen."""
        moved = self.playback.advance(seconds, *self.whole)
        if moved and self.playback.loop is None:
            self.keep_in_sight()
        return moved
