"""Rows of a recording in the order of a time, searched by bisection: what a moment needs is found in microseconds.

Events of several processes arrive a little out of order, so an addition that belongs further up is put there; nearly
all of them go to the end.
"""

from array import array
from bisect import bisect_left, bisect_right


class Timed:
    """Rows, each with a time in nanoseconds, sorted by it. Rows of one time keep the order in which they came."""

    __slots__ = ("rows", "times")

    def __init__(self) -> None:
        self.times = array("q")
        self.rows = array("i")

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, time: int, row: int) -> None:
        """Put a row in its place."""
        times = self.times
        if not times or times[-1] <= time:
            times.append(time)
            self.rows.append(row)
            return
        place = bisect_right(times, time)
        times.insert(place, time)
        self.rows.insert(place, row)

    def count(self, moment: int) -> int:
        """How many rows have a time up to and including a moment."""
        return bisect_right(self.times, moment)

    def count_before(self, moment: int) -> int:
        """How many rows have a time before a moment."""
        return bisect_left(self.times, moment)

    def latest(self, moment: int) -> int | None:
        """The last row with a time up to a moment, None if there is none."""
        place = bisect_right(self.times, moment)
        return self.rows[place - 1] if place else None
