"""Paints a scene on a tk.Canvas.

A frame of the stage has hundreds of items, so they are made by calls of Tcl itself: tkinter's own methods take three
times as long for the same.
"""

import tkinter as tk
from collections.abc import Callable, Mapping
from itertools import chain

from desktop.scenes.shapes import Arrow, Box, Disc, Line, Polyline, Scene, Shape, Text, TextStyle
from desktop.theme import Palette, colour

Fonts = Mapping[TextStyle, str]  # the named font for each style
_DASH = "4 3"
Item = tuple[object, ...]  # what follows "create": the kind, the coordinates, the options


def paint(canvas: tk.Canvas, scene: Scene, palette: Palette, fonts: Fonts) -> None:
    """Put a scene in the place of what is on the canvas. A shape's id becomes a tag "id:…" of its item."""
    colours: dict[str, str] = {"": ""}

    def look_up(role: str) -> str:
        found = colours.get(role)
        if found is None:
            found = colours[role] = colour(palette, role)
        return found

    call, name = canvas.tk.call, str(canvas)
    call(name, "delete", "all")
    for shape in scene:
        item = _item(shape, look_up, palette.border, fonts)
        if shape.id:
            call(name, "create", *item, "-tags", f"id:{shape.id}")
        else:
            call(name, "create", *item)


def _item(shape: Shape, look_up: Callable[[str], str], border: int, fonts: Fonts) -> Item:  # noqa: PLR0911 (one for each)
    match shape:
        case Box(left, top, right, bottom, fill, outline, width, dash):
            box = ("rectangle", left, top, right, bottom, "-fill", look_up(fill), "-outline", look_up(outline))
            return (*box, "-width", width * border if outline else 0, *(("-dash", _DASH) if dash else ()))
        case Text(x, y, text, role, style, anchor):
            justify = "left" if anchor.endswith("w") else "right" if anchor.endswith("e") else "center"
            written = ("text", x, y, "-text", text, "-fill", look_up(role), "-font", fonts[style])
            return (*written, "-anchor", anchor, "-justify", justify)
        case Line(x1, y1, x2, y2, role, width, dash):
            line = ("line", x1, y1, x2, y2, "-fill", look_up(role), "-width", width * border)
            return (*line, *(("-dash", _DASH) if dash else ()))
        case Arrow(x1, y1, x2, y2, role, width):
            return ("line", x1, y1, x2, y2, "-fill", look_up(role), "-width", width * border, "-arrow", "last")
        case Polyline(points, role, width, fill) if fill:
            edge = width * border if role else 0
            return (
                "polygon",
                tuple(chain.from_iterable(points)),
                "-fill",
                look_up(fill),
                "-outline",
                look_up(role),
                "-width",
                edge,
            )
        case Polyline(points, role, width):
            return ("line", tuple(chain.from_iterable(points)), "-fill", look_up(role), "-width", width * border)
        case Disc(x, y, radius, fill, outline):
            corners = (x - radius, y - radius, x + radius, y + radius)
            edge = border if outline else 0
            return ("oval", *corners, "-fill", look_up(fill), "-outline", look_up(outline), "-width", edge)
