"""The bars of one row of a timeline, by level of detail.

Operations wide enough for words are bars of their own. The others become the teeth of one shape for the whole row;
where there are more than can be told apart, neighbours are drawn as one, and the next to be seen is found by bisection.
So a row costs about as much for a million operations as for a hundred.
"""

from bisect import bisect_left
from typing import NamedTuple

from desktop.recording import Recording
from desktop.scenes.axis import Window
from desktop.timed import Timed
from desktop.world import WAIT_AT_LEAST

LINEAR = 4  # operations that can be looked at one by one in the time of one bisection
NARROW = 2.0  # pixels between bars below which they are drawn as one


class Stroke(NamedTuple):
    """A bar from `left` to `right`: one operation (`many` is 1), or several of which `row` is the first."""

    left: float
    right: float
    row: int
    many: int


class Strokes(NamedTuple):
    """A row's bars: those that have room for words, and the teeth, of work and of waiting."""

    wide: list[Stroke]
    busy: list[Stroke]
    waiting: list[Stroke]


def strokes(recording: Recording, track: Timed, window: Window, wide: float, steps: int) -> Strokes:
    """The bars of a row in a window of time. `wide` is in pixels; about `steps` operations are looked at, at most."""
    times, rows, ended = track.times, track.rows, recording.ended
    names, waits, began_of = recording.name, recording.waits, recording.began
    start, scale, left_edge, right_edge = window.start, window.scale, window.left, window.right
    place, beyond = max(0, track.count(start) - 1), track.count(window.end)
    if place < beyond and ended[rows[place]] < start:
        place += 1
    dense = beyond - place > LINEAR * steps
    narrow = max(NARROW, (right_edge - left_edge) / steps) if dense else NARROW
    step = max(1, round(narrow / scale))
    found = Strokes([], [], [])
    latest = recording.end
    _stroke = Stroke._make
    if place < beyond:  # what has no end of its own ends with its process
        latest = min(latest, recording.process_of(recording.process[rows[place]]).ended)
    while place < beyond:
        row = rows[place]
        began = times[place]
        many, last = 1, row
        if dense and ended[row] - began < step:
            # The one that lasts longest among those that begin here can only be the last: they do not overlap.
            after = bisect_left(times, began + step, place + 1, beyond)
            many, last = after - place, rows[after - 1]
            if many > 1 and ended[last] - times[after - 1] >= step:
                many, last = many - 1, rows[after - 2]
        end = min(ended[last], latest)
        left = max(left_edge, left_edge + (began - start) * scale)
        right = min(right_edge, left_edge + (end - start) * scale)
        if many == 1 and right - left >= wide:
            found.wide.append(Stroke(left, right, row, 1))
        else:
            waiting = many == 1 and waits[names[row]] and end - began_of[row] >= WAIT_AT_LEAST
            teeth = found.waiting if waiting else found.busy
            if teeth and left - teeth[-1][1] < narrow:  # hardly any room between them
                before = teeth[-1]
                teeth[-1] = _stroke((before[0], max(before[1], right), before[2], before[3] + many))
            else:
                teeth.append(_stroke((left, max(right, left + 1), row, many)))
        place += many
    return found


def comb(teeth: list[Stroke], middle: float, half: float) -> tuple[tuple[float, float], ...]:
    """The outline of all teeth of a row as one area: they hang together by a line that is too thin to be seen."""
    top, bottom = middle - half, middle + half
    points: list[tuple[float, float]] = []
    for tooth in teeth:
        points += ((tooth.left, middle), (tooth.left, top), (tooth.right, top), (tooth.right, middle))
    for tooth in reversed(teeth):
        points += ((tooth.right, middle), (tooth.right, bottom), (tooth.left, bottom), (tooth.left, middle))
    return tuple(points)
