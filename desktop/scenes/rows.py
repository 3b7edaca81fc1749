"""Bars that lie, one row for each label: for long labels, and for many of them."""

from collections.abc import Sequence

from desktop.scenes.fold import fold
from desktop.scenes.plot import Group, Mark, Plot, bar, dots, spaced
from desktop.scenes.shapes import Line, Scene, Shape, Text
from desktop.scenes.units import written

LABEL_LINES = 2


def rows(groups: Sequence[Group], plot: Plot) -> Scene:
    """The grid, and a row for each group. The scene is as high as the rows need, at least as the room given."""
    left = min(plot.width * 0.42, max(plot.text_width(g.label) for g in groups) + plot.px(2))
    value_room = max(plot.text_width(m.text, "small_bold") for g in groups for m in g.marks) + plot.px(12)
    above = plot.width - left - plot.px(10) - value_room < plot.width * 0.3  # no room for labels beside the bars
    room = plot.width if above else left
    folded = [fold(g.label, room, plot.measure, at_most=1 if above else LABEL_LINES) for g in groups]
    across = (plot.px(2) if above else left + plot.px(10), plot.width - value_room)
    axis = plot.line_height() + plot.px(6)
    label_height = max(map(len, folded)) * plot.line_height() + plot.px(4)
    bar_height = plot.px(20) + plot.px(8) * max(len(g.marks) - 1 for g in groups)
    least = label_height + bar_height if above else max(label_height, bar_height)
    height = max(least, min(plot.px(64), (plot.height - plot.top - axis) / len(groups)))
    bottom = plot.top + height * len(groups)
    shapes: list[Shape] = list(_grid(plot, across, bottom))
    for i, (group, label) in enumerate(zip(groups, folded, strict=True)):
        top = plot.top + i * height
        text = "\n".join(label)
        name = f"label:{group.label}"
        if above:
            shapes.append(Text(across[0], top + plot.px(2), text, "muted", "small", "nw", name))
            shapes += _row(group, plot, across, top + label_height, height - label_height)
        else:
            shapes.append(Text(left, top + height / 2, text, "muted", "small", "e", name))
            shapes += _row(group, plot, across, top, height)
    return tuple(shapes)


def _grid(plot: Plot, across: tuple[float, float], bottom: float) -> Scene:
    left, right = across
    shapes: list[Shape] = []
    free_from = 0.0  # a tick whose text would touch the one before it stays without text
    for tick in plot.scale.ticks(4):
        x = left + plot.scale.fraction(tick) * (right - left)
        text = written(tick, plot.unit)
        half = plot.text_width(text) / 2
        shapes.append(Line(x, plot.top, x, bottom, "grid", 0.5))
        if x - half >= free_from and x + half <= plot.width:
            shapes.append(Text(x, bottom + plot.px(4), text, "muted", "small", "n"))
            free_from = x + half + plot.px(8)
    x = left + plot.scale.origin * (right - left)
    return (*shapes, Line(x, plot.top, x, bottom, "muted"))


def _row(group: Group, plot: Plot, across: tuple[float, float], top: float, height: float) -> Scene:
    """The newest bar first, the earlier ones thin below it."""
    earlier = [m for m in group.marks if m.age > 0]
    thin, gap = plot.px(6), plot.px(2)
    below = len(earlier) * (thin + gap)
    wide = min(height - plot.px(6) - below, plot.px(30))
    y = top + (height - wide - below) / 2
    shapes: list[Shape] = []
    for mark in sorted(group.marks, key=lambda m: m.age):
        size = wide if mark.age == 0 else thin
        shapes += _bar(mark, group.label, plot, across, (y, y + size))
        y += size + gap
    return tuple(shapes)


def _bar(mark: Mark, label: str, plot: Plot, across: tuple[float, float], along: tuple[float, float]) -> Scene:
    left, right = across
    top, bottom = along

    def at(value: float) -> float:
        return left + plot.scale.fraction(value) * (right - left)

    zero = left + plot.scale.origin * (right - left)
    end = at(mark.value)
    if mark.age > 0:
        return (bar(mark.age, (min(end, zero), top, max(end, zero), bottom), f"earlier:{label}:{mark.text}"),)
    ys = spaced(top, bottom, len(mark.points))
    beyond = max([end, zero, *map(at, mark.points)]) + plot.px(6)
    return (
        bar(0, (min(end, zero), top, max(end, zero), bottom), f"bar:{label}"),
        *dots([(at(p), y) for p, y in zip(mark.points, ys, strict=True)], plot),
        Text(beyond, (top + bottom) / 2, mark.text, "ink", "small_bold", "w", f"value:{label}"),
    )
