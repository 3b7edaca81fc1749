"""How often each outcome came in several runs: counts as bars, the runs compared beside each other."""

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

from desktop.scenes.bars import Series
from desktop.scenes.units import written

MOST = 10  # outcomes that are told apart; more values are counted by ranges


class Distribution(NamedTuple):
    """Of which label the values are counted, and the counts: a series for each of those that were compared."""

    label: str
    series: tuple[Series, ...]


def distribution(series: Sequence[Series], unit: str) -> Distribution | None:
    """Count the outcomes; None if the newest series is not of several runs, or always came out the same in all.

    Of several labels the one whose values differ most is counted.
    """
    if not series:
        return None
    several = {label: _finite(values) for label, values in series[0].values.items() if len(_finite(values)) > 1}
    if not several:
        return None
    label = max(several, key=lambda name: (len(set(several[name])), list(several).index(name)))
    found = [_finite(one.values.get(label, ())) for one in series]
    ranges = _ranges(sorted({value for values in found for value in values}), unit)
    return Distribution(
        label,
        tuple(
            Series({text: sum(low <= value <= high for value in values) for text, low, high in ranges}, one.caption)
            for one, values in zip(series, found, strict=True)
        ),
    )


def _finite(values: float | Sequence[float]) -> list[float]:
    listed = [values] if isinstance(values, int | float) else values
    return [float(value) for value in listed if math.isfinite(value)]


def _ranges(values: Sequence[float], unit: str) -> list[tuple[str, float, float]]:
    """A text, and the least and greatest value that it stands for; no value is in two."""
    if len(values) <= MOST:
        return [(written(value, unit), value, value) for value in values]
    low, high = values[0], values[-1]
    edges = [low + (high - low) * i / MOST for i in range(MOST + 1)]
    found = []
    for i, (begin, end) in enumerate(itertools.pairwise(edges)):
        inside = [v for v in values if begin <= v and (v < end or i == MOST - 1)]
        if inside:
            first, last = inside[0], inside[-1]
            text = written(first, unit) if first == last else f"{written(first, unit)} – {written(last, unit)}"
            found.append((text, first, last))
    return found
