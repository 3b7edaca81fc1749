"""Paints a scene on a tk.Canvas."""

import tkinter as tk
from collections.abc import Mapping
from typing import Literal

from desktop.scenes.shapes import Arrow, Box, Disc, Line, Polyline, Scene, Shape, Text, TextStyle
from desktop.theme import Palette, colour

Justify = Literal["left", "right", "center"]
Fonts = Mapping[TextStyle, str]  # the named font for each style


def paint(canvas: tk.Canvas, scene: Scene, palette: Palette, fonts: Fonts) -> None:
    """Put a scene in the place of what is on the canvas. A shape's id becomes a tag "id:…" of its item."""
    canvas.delete("all")
    for shape in scene:
        _paint_one(canvas, shape, palette, fonts)


def _paint_one(canvas: tk.Canvas, shape: Shape, palette: Palette, fonts: Fonts) -> None:
    def look_up(role: str) -> str:
        return colour(palette, role) if role else ""

    tags = (f"id:{shape.id}",) if shape.id else ()
    match shape:
        case Box(left, top, right, bottom, fill, outline, width, dash):
            canvas.create_rectangle(
                left,
                top,
                right,
                bottom,
                fill=look_up(fill),
                outline=look_up(outline),
                width=width * palette.border if outline else 0,
                dash=(4, 3) if dash else "",
                tags=tags,
            )
        case Line(x1, y1, x2, y2, role, width, dash):
            canvas.create_line(
                x1, y1, x2, y2, fill=look_up(role), width=width * palette.border, dash=(4, 3) if dash else "", tags=tags
            )
        case Arrow(x1, y1, x2, y2, role, width):
            canvas.create_line(
                x1, y1, x2, y2, fill=look_up(role), width=width * palette.border, arrow=tk.LAST, tags=tags
            )
        case Polyline(points, role, width, fill) if fill:
            canvas.create_polygon(points, fill=look_up(fill), outline=look_up(role), width=width, tags=tags)
        case Polyline(points, role, width):
            canvas.create_line(list(points), fill=look_up(role), width=width * palette.border, tags=tags)
        case Disc(x, y, radius, fill, outline):
            canvas.create_oval(
                x - radius,
                y - radius,
                x + radius,
                y + radius,
                fill=look_up(fill),
                outline=look_up(outline),
                width=palette.border if outline else 0,
                tags=tags,
            )
        case Text(x, y, text, role, style, anchor):
            justify: Justify = "left" if anchor.endswith("w") else "right" if anchor.endswith("e") else "center"
            canvas.create_text(
                x, y, text=text, fill=look_up(role), font=fonts[style], anchor=anchor, justify=justify, tags=tags
            )
