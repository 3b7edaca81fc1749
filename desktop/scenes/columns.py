"""Bars that stand upright, with their labels below and their values on top."""

from collections.abc import Sequence

from desktop.scenes.fold import fits, fold
from desktop.scenes.plot import Group, Mark, Plot, bar, dots, spaced
from desktop.scenes.shapes import Line, Scene, Shape, Text
from desktop.scenes.units import written

LABEL_LINES = 3


def fit_columns(groups: Sequence[Group], plot: Plot) -> bool:
    """Whether every label and every value has its room above and below an upright bar."""
    slot = (plot.width - _margin(plot)) / len(groups)
    widest = max(plot.text_width(m.text, "small_bold") for g in groups for m in g.marks[:1])
    room = slot - plot.px(8)
    labels_fit = all(fits(g.label, room, plot.measure, at_most=LABEL_LINES) for g in groups)
    return labels_fit and widest <= room and plot.height - plot.top >= plot.px(110)


def columns(groups: Sequence[Group], plot: Plot) -> Scene:
    """The grid, and a column for each mark."""
    slot = (plot.width - _margin(plot)) / len(groups)
    folded = [fold(g.label, slot - plot.px(6), plot.measure, at_most=LABEL_LINES) for g in groups]
    bottom = plot.height - plot.px(8) - max(map(len, folded)) * plot.line_height()
    top = plot.top + plot.line_height("small_bold") + plot.px(10)
    shapes: list[Shape] = list(_grid(plot, top, bottom))
    for i, (group, label) in enumerate(zip(groups, folded, strict=True)):
        left = _margin(plot) + i * slot
        shapes += _group(group, plot, (left, left + slot), (top, bottom))
        shapes.append(
            Text(left + slot / 2, bottom + plot.px(6), "\n".join(label), "muted", "small", "n", f"label:{group.label}")
        )
    return tuple(shapes)


def _margin(plot: Plot) -> float:
    return max(plot.text_width(written(t, plot.unit)) for t in plot.scale.ticks()) + plot.px(10)


def _grid(plot: Plot, top: float, bottom: float) -> Scene:
    shapes: list[Shape] = []
    left = _margin(plot)
    for tick in plot.scale.ticks():
        y = bottom - plot.scale.fraction(tick) * (bottom - top)
        shapes.append(Line(left, y, plot.width, y, "grid", 0.5))
        shapes.append(Text(left - plot.px(6), y, written(tick, plot.unit), "muted", "small", "e"))
    y = bottom - plot.scale.origin * (bottom - top)
    shapes.append(Line(left, y, plot.width, y, "muted"))
    return tuple(shapes)


def _group(group: Group, plot: Plot, across: tuple[float, float], along: tuple[float, float]) -> Scene:
    """The newest bar in the middle, the earlier ones to its left, the oldest first, as time goes."""
    left, slot = across[0], across[1] - across[0]
    wide = min(slot * 0.5, plot.px(56))
    earlier = [m for m in group.marks if m.age > 0]
    thin = min(plot.px(40), (slot * 0.9 - wide) / max(1, len(earlier)) - plot.px(4))
    total = wide + len(earlier) * (thin + plot.px(4))
    x = left + (slot - total) / 2
    shapes: list[Shape] = []
    for mark in sorted(group.marks, key=lambda m: -m.age):
        width = wide if mark.age == 0 else thin
        shapes += _column(mark, group.label, plot, (x, x + width), along)
        x += width + plot.px(4)
    return tuple(shapes)


def _column(mark: Mark, label: str, plot: Plot, across: tuple[float, float], along: tuple[float, float]) -> Scene:
    top, bottom = along

    def height(value: float) -> float:
        return bottom - plot.scale.fraction(value) * (bottom - top)

    left, right = across
    zero = bottom - plot.scale.origin * (bottom - top)
    end = height(mark.value)
    rectangle = (left, min(end, zero), right, max(end, zero))
    if mark.age > 0:
        box = bar(mark.age, rectangle, f"earlier:{label}:{mark.text}")
        if plot.text_width(mark.text) > right - left + plot.px(2):
            return (box,)
        return box, Text((left + right) / 2, min(end, zero) - plot.px(4), mark.text, "muted", "small", "s")
    xs = spaced(left, right, len(mark.points))
    above = min([end, zero, *map(height, mark.points)]) - plot.px(4)
    return (
        bar(0, rectangle, f"bar:{label}"),
        *dots([(x, height(p)) for x, p in zip(xs, mark.points, strict=True)], plot),
        Text((left + right) / 2, above, mark.text, "ink", "small_bold", "s", f"value:{label}"),
    )
