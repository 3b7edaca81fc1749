"""Which lanes a timeline has, and how high each is.

Up to a certain number every process has a lane with room for a name and for words on its bars. Beyond that, the lanes
of ordinary processes fold into thin strips; the script's own process and servers keep their room.
"""

from collections.abc import Sequence
from typing import NamedTuple

from desktop.recording import LEVELS, Process, Recording
from desktop.world import HELPERS
from workers.lens.events import Role

MOST, LEAST, STRIP = 58.0, 26.0, 2.0  # heights, in pixels at zoom 1
UNDER = 13.0  # of a row under the hood
BESIDE = 25.0  # of a row for another thread of the script's, with room for words


class Row(NamedTuple):
    """Operations of one thread at one level. `middle` and `half` are where its bars are, in pixels."""

    thread: int
    level: int
    middle: float
    half: float


class Lane(NamedTuple):
    """A process's lane, from `top` to `bottom`. A strip has no room for words."""

    process: Process
    top: float
    bottom: float
    strip: bool
    rows: tuple[Row, ...]

    @property
    def middle(self) -> float:
        """Where the lane's main row is."""
        return self.rows[0].middle if self.rows else (self.top + self.bottom) / 2


def shown_processes(recording: Recording, *, hood: bool) -> list[Process]:
    """The processes that have lanes, by order of birth; servers come last, as in a sequence drawn on paper."""
    shown = [p for p in recording.in_order() if hood or p.role not in HELPERS]
    return sorted(shown, key=lambda p: (p.role is Role.MANAGER_SERVER, p.born, p.number))


def lanes_of(
    processes: Sequence[Process], height: float, zoom: float, *, hood: bool, scrolled: float = 0.0
) -> tuple[tuple[Lane, ...], float]:
    """The lanes for a room of that height, and the height that all of them need."""
    if not processes:
        return (), 0.0
    least, strip = LEAST * zoom, STRIP * zoom
    under = [_under(process, hood=hood) for process in processes]
    extra = sum(_height(key) for keys in under for key in keys) * zoom
    each = (height - extra) / len(processes)
    folded = each < least and not hood
    lanes = []
    y = -scrolled
    if not folded:
        each = max(least, min(MOST * zoom, each))
    else:
        full = [p for p in processes if _stays(p)]
        strip = max(strip, min(least, (height - extra - len(full) * least) / max(1, len(processes) - len(full))))
    for process, keys in zip(processes, under, strict=True):
        is_strip = folded and not _stays(process)
        tall = strip if is_strip else least if folded else each
        half = max(1.0, tall / 2 - 1) if is_strip else min(13 * zoom, tall / 2 - 3 * zoom)
        rows, bottom = [Row(0, 0, y + tall / 2, half)], y + tall
        for thread, level in () if is_strip else keys:
            room = _height((thread, level)) * zoom
            rows.append(Row(thread, level, bottom + room * 0.38, room * 0.38))
            bottom += room
        lanes.append(Lane(process, y, bottom, is_strip, tuple(rows)))
        y = bottom
    return tuple(lanes), y + scrolled


def _stays(process: Process) -> bool:
    return process.number == 0 or process.role is Role.MANAGER_SERVER


def _under(process: Process, *, hood: bool) -> tuple[tuple[int, int], ...]:
    """The rows below a process's main row: its other threads, and under the hood what is underneath."""
    keys = sorted(key for key in process.tracks if key != (0, 0) and (hood or key[1] == 0))
    return tuple(keys[: LEVELS + 3])


def _height(key: tuple[int, int]) -> float:
    return BESIDE if key[1] == 0 else UNDER
