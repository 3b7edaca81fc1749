"""What a scene is made of. Coordinates are pixels from the top left; colours are roles of `desktop.theme`.

`id` names a shape for hits and tooltips; "" is a shape that nobody asks about.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

Anchor = Literal["nw", "n", "ne", "w", "center", "e", "sw", "s", "se"]
TextStyle = Literal["text", "bold", "small", "small_bold", "code"]
Measure = Callable[[str, TextStyle], tuple[float, float]]  # width and height of one line, in pixels


class Box(NamedTuple):
    """A rectangle. `dash` draws its outline broken."""

    left: float
    top: float
    right: float
    bottom: float
    fill: str = ""
    outline: str = ""
    width: float = 1
    dash: bool = False
    id: str = ""


class Line(NamedTuple):
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str = "line"
    width: float = 1
    dash: bool = False
    id: str = ""


class Arrow(NamedTuple):
    """A straight line with a head at its second end."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str = "ink"
    width: float = 1
    id: str = ""


class Polyline(NamedTuple):
    """A line through points, or with `fill` the area that they enclose."""

    points: tuple[tuple[float, float], ...]
    colour: str = "ink"
    width: float = 1
    fill: str = ""
    id: str = ""


class Disc(NamedTuple):
    """A filled circle."""

    x: float
    y: float
    radius: float
    fill: str = "ink"
    outline: str = ""
    id: str = ""


class Text(NamedTuple):
    """One or more lines of text; `anchor` is the corner or side of the text that is at the point."""

    x: float
    y: float
    text: str
    colour: str = "ink"
    style: TextStyle = "text"
    anchor: Anchor = "center"
    id: str = ""


Shape = Box | Line | Arrow | Polyline | Disc | Text
Scene = tuple[Shape, ...]
