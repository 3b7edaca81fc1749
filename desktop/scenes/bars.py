"""The bars of a run's results, with the runs before it beside them.

    series (newest first) ──► marks (label, median, single values) ──► columns, or rows if the labels are long

A value that is a list of numbers, or comes from several runs, is a bar as high as the median with a dot for each
number: the spread is part of the answer.
"""

import math
import statistics
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from desktop.scenes.columns import columns, fit_columns
from desktop.scenes.plot import Group, Mark, Plot, legend
from desktop.scenes.rows import rows
from desktop.scenes.scale import scale_for
from desktop.scenes.shapes import Measure, Scene
from desktop.scenes.units import is_scaled, written

Values = Mapping[str, float | Sequence[float]]


class Series(NamedTuple):
    """The results of one run, or of ten of the same. `caption` says what was special about it."""

    values: Values
    caption: str = ""


def bars(
    series: Sequence[Series],
    unit: str,
    width: float,
    height: float,
    measure: Measure,
    *,
    logarithmic: bool = False,
    zoom: float = 1.0,
) -> Scene:
    """The newest series as bars, the earlier ones faded beside. Where rows do not fit, the scene is higher."""
    shown_unit = unit if is_scaled(unit) else ""  # another unit is told once, beside the chart
    groups = grouped(series, shown_unit)
    numbers = [p for group in groups for mark in group.marks for p in (*mark.points, mark.value)]
    if not numbers:
        return ()
    plot = Plot(width, height, zoom, measure, scale_for(numbers, logarithmic), shown_unit)
    captions, top = legend([one.caption for one in series], plot)
    plot = plot._replace(top=top)
    return (*captions, *(columns(groups, plot) if fit_columns(groups, plot) else rows(groups, plot)))


def grouped(series: Sequence[Series], unit: str) -> tuple[Group, ...]:
    """For each label, its mark in each series that has it; the newest first, in the order of the newest's labels."""
    labels = dict.fromkeys(label for one in series for label in one.values)
    return tuple(
        Group(
            label,
            tuple(_mark(one.values[label], unit, age) for age, one in enumerate(series) if label in one.values),
        )
        for label in labels
    )


def table(series: Sequence[Series]) -> tuple[tuple[str, ...], ...]:
    """The same numbers as rows of text, in full precision: label, then each series' values."""
    labels = dict.fromkeys(label for one in series for label in one.values)
    return tuple((label, *(_plain(one.values.get(label)) for one in series)) for label in labels)


def merged(results: Sequence[Values]) -> dict[str, list[float]]:
    """Several runs' results as one: each label's values of all runs."""
    together: dict[str, list[float]] = {}
    for values in results:
        for label, value in values.items():
            together.setdefault(label, []).extend(_numbers(value))
    return together


def _mark(value: float | Sequence[float], unit: str, age: int) -> Mark:
    numbers = _numbers(value)
    middle = statistics.median(numbers) if numbers else math.nan
    points = tuple(numbers) if len(numbers) > 1 else ()
    return Mark(middle if numbers else 0.0, points, written(middle, unit), age)


def _numbers(value: float | Sequence[float]) -> list[float]:
    found = [value] if isinstance(value, int | float) else value
    return [float(n) for n in found if math.isfinite(n)]


def _plain(value: float | Sequence[float] | None) -> str:
    if value is None:
        return ""
    return repr(value) if isinstance(value, int | float) else ", ".join(map(repr, value))
