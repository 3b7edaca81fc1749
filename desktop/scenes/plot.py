"""What columns and rows share: the marks to draw, the room to draw them in, and the parts of a bar.

The vocabulary: a *group* is a label with its *marks*, one for each run that is compared, the newest first. A mark's
`age` is 0 for the newest run, 1 for the one before it, and so on.
"""

from collections.abc import Sequence
from typing import NamedTuple

from desktop.scenes.fold import shortened
from desktop.scenes.scale import Scale
from desktop.scenes.shapes import Box, Disc, Measure, Scene, Shape, Text, TextStyle


class Mark(NamedTuple):
    """One bar: its value (a median if there are `points`), its text, and which run it is of."""

    value: float
    points: tuple[float, ...]
    text: str
    age: int


class Group(NamedTuple):
    """A label and its bars."""

    label: str
    marks: tuple[Mark, ...]


class Plot(NamedTuple):
    """The room and the axis. `zoom` multiplies every fixed length; `top` is where the room below a legend begins."""

    width: float
    height: float
    zoom: float
    measure: Measure
    scale: Scale
    unit: str
    top: float = 0.0

    def px(self, length: float) -> float:
        """A length in pixels at this zoom."""
        return length * self.zoom

    def text_width(self, text: str, style: TextStyle = "small") -> float:
        """How wide a line of text is, in pixels."""
        return self.measure(text, style)[0]

    def line_height(self, style: TextStyle = "small") -> float:
        """How high a line of text is, in pixels."""
        return self.measure("0", style)[1]


# How the bars of the newest run look, and of those before it: fill and outline. Never by colour alone: the older a run,
# the emptier its bar.
_BAR_LOOKS = (("bar", ""), ("bar_faded", "bar_faded"), ("soft", "bar_faded"), ("surface", "bar_faded"))


def bar(age: int, rectangle: tuple[float, float, float, float], name: str) -> Box:
    """The bar of a run that is so many runs old, from left, top, right and bottom."""
    fill, outline = _BAR_LOOKS[min(age, len(_BAR_LOOKS) - 1)]
    return Box(*rectangle, fill, outline, id=name)


def dots(points: Sequence[tuple[float, float]], plot: Plot) -> Scene:
    """The single values of a spread, as small rings that can be seen on a bar and beside it."""
    return tuple(Disc(x, y, plot.px(3), "surface", "ink") for x, y in points)


def spaced(first: float, last: float, count: int) -> tuple[float, ...]:
    """That many positions, evenly between two ends: dots side by side hide each other less."""
    return tuple(first + (last - first) * (i + 0.5) / count for i in range(count))


def legend(captions: Sequence[str], plot: Plot) -> tuple[Scene, float]:
    """A swatch and a caption for each run that is compared, and the height that they take."""
    if not any(captions):
        return (), 0.0
    shapes: list[Shape] = []
    x, y, swatch = 0.0, 0.0, plot.px(10)
    line = plot.line_height() + plot.px(4)
    for age, caption in enumerate(captions):
        text = shortened(caption, plot.width - swatch - plot.px(6), plot.measure, "small")
        needed = swatch + plot.px(22) + plot.text_width(text)
        if x and x + needed - plot.px(16) > plot.width:
            x, y = 0.0, y + line
        middle = y + line / 2
        shapes.append(bar(age, (x, middle - swatch / 2, x + swatch, middle + swatch / 2), ""))
        shapes.append(Text(x + swatch + plot.px(6), middle, text, "muted", "small", "w", f"caption:{age}"))
        x += needed
    return tuple(shapes), y + line + plot.px(6)
