import tkinter as tk
from collections.abc import Iterator
from tkinter import font

import pytest

from desktop.paint.canvas import paint
from desktop.paint.icons import ICONS, coverage, png, square
from desktop.scenes.shapes import Arrow, Box, Disc, Line, Polyline, Scene, Text, TextStyle
from desktop.theme import PALETTES
from desktop.views.root import open_root

SCENE: Scene = (
    Box(10, 10, 60, 40, "bar", "ink", dash=True, id="box"),
    Line(0, 0, 50, 50, "grid", dash=True, id="line"),
    Arrow(0, 0, 50, 50, "process:3", id="arrow"),
    Polyline(((0, 0), (10, 10), (20, 0)), "accent", id="polyline"),
    Polyline(((0, 0), (10, 10), (20, 0)), "accent", fill="soft", id="polygon"),
    Disc(30, 30, 5, "surface", "ink", id="disc"),
    Text(40, 40, "兩行\nof text", "muted", "small", "nw", id="text"),
)
STYLES: tuple[TextStyle, ...] = ("text", "bold", "small", "small_bold", "code")


@pytest.fixture
def root() -> Iterator[tk.Tk]:
    opened = open_root()
    yield opened
    opened.destroy()


@pytest.mark.parametrize("theme", PALETTES)
def test_every_shape_is_painted_and_can_be_found_by_its_id(root: tk.Tk, theme: str) -> None:
    named = {style: str(font.Font(root, size=-12)) for style in STYLES}
    canvas = tk.Canvas(root)
    for _ in range(2):  # a second scene takes the place of the first
        paint(canvas, SCENE, PALETTES[theme], named)  # type: ignore[index]
    for shape in SCENE:
        (item,) = canvas.find_withtag(f"id:{shape.id}")
        assert canvas.bbox(item)


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_a_picture_that_tk_can_show(root: tk.Tk, name: str) -> None:
    for size in (12, 16, 48):
        image = tk.PhotoImage(master=root, data=png(name, size, "#0b5cad"), format="png")
        assert (image.width(), image.height()) == (size, size)
        opaque = [not image.transparency_get(x, y) for x in range(size) for y in range(size)]
        assert 0.02 < sum(opaque) / len(opaque) < 0.9


def test_a_pixel_is_as_opaque_as_it_is_covered() -> None:
    # Half of each pixel in the first column, the whole of the next one, nothing of the others.
    alphas = coverage([square(2, 0, 8, 16)], 4)
    assert [row[:3] for row in alphas] == [[128, 255, 0]] * 4


def test_what_lies_inside_an_even_number_of_outlines_is_a_hole_unless_a_union_is_meant() -> None:
    outlines = [square(0, 0, 16, 16), square(4, 4, 12, 12)]
    assert coverage(outlines, 4)[1] == [255, 0, 0, 255]
    assert coverage(outlines, 4, union=True)[1] == [255, 255, 255, 255]
