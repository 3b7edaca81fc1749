"""The bars of one row of a timeline, by level of detail.

Operations that are too narrow to be seen are drawn as one bar with their number; where they stand dense, the next one
to be seen is found by bisection. So a row costs about as much for a million operations as for a hundred.
"""

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from desktop.meaning import meaning
from desktop.recording import NEVER, Recording
from desktop.scenes.axis import Window
from desktop.timed import Timed
from desktop.world import WAIT_AT_LEAST

NARROW = 3.0  # pixels; what is narrower is drawn together with its neighbours


class Stroke(NamedTuple):
    """A bar from `left` to `right`: one operation (`many` is 1), or several of which `row` is the first."""

    left: float
    right: float
    row: int
    many: int
    waits: bool


def strokes(recording: Recording, track: Timed, window: Window, narrow: float = NARROW) -> Iterator[Stroke]:
    """The bars of a row in a window of time, from left to right."""
    times, rows, ended = track.times, track.rows, recording.ended
    step = max(1, round(narrow / window.scale))
    place = max(0, track.count(window.start) - 1)
    if place < len(rows) and ended[rows[place]] < window.start:
        place += 1
    open_left = open_right = -1.0
    open_row, open_many = -1, 0
    total = len(rows)
    while place < total and times[place] <= window.end:
        row = rows[place]
        many, last = 1, row
        if ended[row] - times[place] < step:
            # The one that lasts longest among those that begin here can only be the last: they do not overlap.
            beyond = bisect_left(times, times[place] + step, place + 1)
            many, last = beyond - place, rows[beyond - 1]
            if many > 1 and ended[last] - times[beyond - 1] >= step:
                many, last = many - 1, rows[beyond - 2]
        left, right = window.x(times[place]), window.x(min(ended[last], recording.end))
        wide = many == 1 and right - left >= narrow
        if open_many and (wide or left - open_right > narrow):
            yield Stroke(
                open_left, max(open_right, open_left + 1), open_row, open_many, _waits(recording, open_row, open_many)
            )
            open_many = 0
        if wide:
            yield Stroke(left, right, row, 1, _waits(recording, row, 1))
        elif open_many:
            open_right, open_many = max(open_right, right), open_many + many
        else:
            open_left, open_right, open_row, open_many = left, right, row, many
        place += many
    if open_many:
        yield Stroke(
            open_left, max(open_right, open_left + 1), open_row, open_many, _waits(recording, open_row, open_many)
        )


def _waits(recording: Recording, row: int, many: int) -> bool:
    if many != 1 or not meaning(recording.name_of(row)).waits:
        return False
    ended = recording.ended[row]
    return (recording.end if ended == NEVER else ended) - recording.began[row] >= WAIT_AT_LEAST
