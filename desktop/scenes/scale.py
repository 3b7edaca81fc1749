"""Where a value lies along an axis of bars, linear or logarithmic, and which grid lines help to read it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

SMALLEST = 1e-280
MOST_DECADES = 15  # of a logarithmic axis; what is smaller still is as good as nothing


@dataclass(frozen=True)
class Scale:
    """An axis from `low` to `high`. `fraction` says how far along it a value lies, from 0 to 1."""

    low: float
    high: float
    logarithmic: bool

    def fraction(self, value: float) -> float:
        """0 at the low end, 1 at the high end; what lies beyond is put at the end."""
        if self.logarithmic:
            if value <= self.low:
                return 0.0
            return min(1.0, math.log(value / self.low) / math.log(self.high / self.low))
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    @property
    def origin(self) -> float:
        """Where bars begin: at zero, or at the low end of a logarithmic axis, which has no zero."""
        return 0.0 if self.logarithmic else self.fraction(0.0)

    def ticks(self, at_most: int = 5) -> tuple[float, ...]:
        """Round values to draw grid lines at."""
        if self.logarithmic:
            first, last = round(math.log10(self.low)), round(math.log10(self.high))
            powers = max(1, math.ceil((last - first) / at_most))
            return tuple(10.0**power for power in range(first, last + 1, powers))
        step = _round_step((self.high - self.low) / at_most)
        begin = math.ceil(self.low / step - 1e-9)
        return tuple(step * i for i in range(begin, math.floor(self.high / step + 1e-9) + 1))


def scale_for(values: Iterable[float], logarithmic: bool) -> Scale:
    """The axis that shows all of the values. Zero and less have no place on a logarithmic axis: they get no bar."""
    # What is so small that its logarithm or a part of it cannot be told from zero, is zero.
    values = [v if abs(v) > SMALLEST else 0.0 for v in values if math.isfinite(v)]
    positive = [v for v in values if v > 0]
    if logarithmic and positive:
        # A decade below the least value, so that its bar has a length, too.
        last = math.ceil(math.log10(max(positive)))
        first = max(math.floor(math.log10(min(positive)) - 0.3), last - MOST_DECADES)
        return Scale(10.0**first, 10.0 ** max(last, first + 1), logarithmic=True)
    low, high = min([0.0, *values]), max([0.0, *values])
    return Scale(low, high if high > low else low + 1.0, logarithmic=False)


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough * 0.999)
