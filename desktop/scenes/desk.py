"""What every part of the picture is drawn with, and the small marks that they share.

A *chip* stands for a process: a disc in its colour with the end of its name. It is where the process is: in a lock that
it holds, in the line of those who wait.
"""

from typing import NamedTuple

from desktop.recording import Process, Recording
from desktop.scenes.fold import shortened
from desktop.scenes.places import Place, Places
from desktop.scenes.shapes import Box, Disc, Line, Measure, Polyline, Scene, Shape, Text, TextStyle
from desktop.scenes.wording import Wording, process_name
from desktop.world import World

CHIP = 9.0  # radius, in pixels at zoom 1


class Desk(NamedTuple):
    """`journey` is how many nanoseconds of the run a thing that moves is seen on its way, at most."""

    recording: Recording
    world: World
    places: Places
    measure: Measure
    words: Wording
    zoom: float
    journey: int

    def px(self, length: float) -> float:
        """A length at this zoom."""
        return length * self.zoom

    def wide(self, text: str, style: TextStyle = "small") -> float:
        """How wide a text is."""
        return self.measure(text, style)[0]

    def high(self, style: TextStyle = "small") -> float:
        """How high a line of text is."""
        return self.measure("0", style)[1]

    def fit(self, text: str, room: float, style: TextStyle = "small") -> str:
        """As much of a text as fits."""
        return shortened(text, room, self.measure, style) if room > 0 else ""

    def colour(self, process: int) -> str:
        """The colour role of a process."""
        return f"process:{self.recording.shown(process)}"

    def ink(self, process: int) -> str:
        """The colour role of text on a process's colour."""
        return f"on_process:{self.recording.shown(process)}"

    def name(self, process: int) -> str:
        """What a process is called."""
        return process_name(self.recording.process_of(process), self.words)

    def share(self, began: int) -> float:
        """How far what began then has come by now on a journey, from 0 to 1, slower at both ends."""
        part = min(1.0, max(0.0, (self.world.moment - began) / max(1, self.journey)))
        return part * part * (3 - 2 * part)


def short_name(process: Process, words: Wording) -> str:
    """One or two letters for a process: the number that its name ends in, or the name's first letter."""
    name = process_name(process, words)
    number = name.rpartition("-")[2]
    return number[-3:] if number.isdigit() else name[:1].upper()


def chip(desk: Desk, process: int, x: float, y: float, radius: float | None = None) -> Scene:
    """A process's chip with its middle at a point."""
    size = desk.px(CHIP) if radius is None else radius
    text = short_name(desk.recording.process_of(process), desk.words)
    shapes: list[Shape] = [Disc(x, y, size, desk.colour(process), "surface", f"process:{process}")]
    if desk.wide(text, "small_bold") <= size * 1.9:
        shapes.append(Text(x, y, text, desk.ink(process), "small_bold"))
    return tuple(shapes)


def queue_of_chips(desk: Desk, processes: tuple[int, ...], left: float, right: float, y: float) -> Scene:
    """Those who wait, in a line from left to right; who has just come is still walking up. The rest is counted."""
    if not processes:
        return ()
    shapes: list[Shape] = []
    step = desk.px(CHIP * 2 + 3)
    count = int((right - left) / step)
    if len(processes) > count:
        count = int((right - left - desk.px(34)) / step)
    for i, process in enumerate(processes[: max(0, count)]):
        state = desk.world.state(process)
        place = left + (i + 0.5) * step
        come = desk.share(state.since) if state is not None else 1.0
        shapes += chip(desk, process, place + (right - place) * (1 - come), y)
    if len(processes) > count:
        rest = desk.words("stage.more", count=len(processes) - max(0, count))
        shapes.append(Text(left + max(0, count) * step + desk.px(4), y, rest, "ink", "small_bold", "w"))
    return tuple(shapes)


def padlock(x: float, y: float, size: float, colour: str, *, closed: bool, identity: str = "") -> Scene:
    """A padlock with its body's middle at a point."""
    half, top = size * 0.5, y - size * 0.34
    lift = 0 if closed else size * 0.22
    left, right = x - half * 0.62, x + half * 0.62
    shackle = (
        (left, top),
        (left, top - size * 0.34 - lift),
        (x - half * 0.3, top - size * 0.58 - lift),
        (x + half * 0.3, top - size * 0.58 - lift),
        (right, top - size * 0.34 - lift),
        (right, top if closed else top - size * 0.3),
    )
    return (
        Polyline(shackle, colour, 2),
        Box(x - half, top, x + half, top + size * 0.78, colour, id=identity),
    )


def panel(place: Place, identity: str, *, outline: str = "line", fill: str = "sunken", width: float = 1) -> Box:
    """The ground of a thing."""
    return Box(place.left, place.top, place.right, place.bottom, fill, outline, width, id=identity)


def cross(x: float, y: float, half: float, colour: str) -> Scene:
    """A cross."""
    return (
        Line(x - half, y - half, x + half, y + half, colour, 2),
        Line(x - half, y + half, x + half, y - half, colour, 2),
    )
