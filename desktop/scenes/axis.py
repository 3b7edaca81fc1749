"""The axis of time: which piece of a run is shown in how many pixels, and the round times marked on it."""

import math
from typing import NamedTuple

NANOSECONDS = 1e-9


class Window(NamedTuple):
    """From `start` to `end` in nanoseconds, drawn between `left` and `right` in pixels."""

    start: int
    end: int
    left: float
    right: float

    @property
    def scale(self) -> float:
        """Pixels for a nanosecond."""
        return (self.right - self.left) / max(1, self.end - self.start)

    def x(self, time: float) -> float:
        """Where a time is; what lies outside is put at the edge."""
        return self.left + (min(self.end, max(self.start, time)) - self.start) * self.scale

    def time(self, x: float) -> int:
        """Which time is at a place."""
        return round(self.start + (x - self.left) / self.scale)

    def ticks(self, at_most: int) -> tuple[int, ...]:
        """Round times in the window."""
        rough = (self.end - self.start) / max(1, at_most)
        power = 10.0 ** math.floor(math.log10(max(1.0, rough)))
        step = max(1, round(next(power * m for m in (1, 2, 5, 10) if power * m >= rough * 0.999)))
        first = math.ceil(self.start / step)
        return tuple(step * i for i in range(first, self.end // step + 1))


def zoomed(start: int, end: int, around: int, factor: float, whole: tuple[int, int]) -> tuple[int, int]:
    """A piece `factor` times as long with `around` kept in its place, within the whole."""
    least = 2_000  # nanoseconds: below, clocks themselves are not sharp
    length = min(max(least, round((end - start) * factor)), max(least, whole[1] - whole[0]))
    share = (around - start) / max(1, end - start)
    return shifted(round(around - share * length), length, whole)


def shifted(start: int, length: int, whole: tuple[int, int]) -> tuple[int, int]:
    """A piece of that length from about `start`, within the whole."""
    start = max(whole[0], min(start, whole[1] - length))
    return start, start + length


def tick_label(time: int, step: int) -> str:
    """A time as it stands on the axis, in the unit that the step asks for."""
    for limit, unit, size in ((10**9, "s", 10**9), (10**6, "ms", 10**6), (10**3, "µs", 10**3)):
        if step >= limit or (unit == "ms" and time == 0):
            return f"{_plain(time / size)} {unit}"
    return f"{_plain(time / 1000)} µs"


def _plain(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") if value != int(value) else str(int(value))
