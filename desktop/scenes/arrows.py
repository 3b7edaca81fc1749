"""What moves between processes, as arrows from lane to lane: messages, items, and calls of a manager.

Of arrows that would lie on each other only one in every few pixels is drawn.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from desktop.meaning import Effect
from desktop.recording import NEVER, NOBODY, Recording, Uses
from desktop.scenes.axis import Window
from desktop.scenes.lanes import Lane
from desktop.scenes.shapes import Arrow, Scene, Shape
from desktop.timed import Timed
from workers.lens.events import Role

APART = 5.0  # pixels between arrows of one thing
MOST = 120  # arrows of one timeline
_NOTHING = Timed()


class Move(NamedTuple):
    """Something left a process at one time and came to another at a later one."""

    row: int
    sender: int
    left_at: int
    receiver: int
    came_at: int


def arrows(recording: Recording, lanes: Sequence[Lane], window: Window, zoom: float) -> Scene:
    """The arrows between the lanes that are shown."""
    by_number = {lane.process.number: lane for lane in lanes}
    shapes: list[Shape] = []
    for move in moves(recording, window, APART * zoom):
        one, other = by_number.get(move.sender), by_number.get(move.receiver)
        if one is None or other is None or one is other:
            continue
        down = other.middle > one.middle
        y1 = one.middle + (one.rows[0].half if down else -one.rows[0].half)
        y2 = other.middle - (other.rows[0].half if down else -other.rows[0].half)
        colour = f"process:{recording.shown(move.sender)}"
        shapes.append(Arrow(window.x(move.left_at), y1, window.x(move.came_at), y2, colour, 1.5, f"op:{move.row}"))
        if len(shapes) >= MOST:
            break
    return tuple(shapes)


def moves(recording: Recording, window: Window, apart: float) -> Iterator[Move]:
    """What moved in a window, of each thing no more than one in `apart` pixels."""
    homes = _homes(recording)
    for number, uses in recording.uses.items():
        made = recording.objects.get(number)
        if made is None:
            continue
        if Effect.CALL in uses.by_effect and homes:
            home = made.process if made.process in homes else next(iter(homes))
            yield from _calls(recording, uses.by_effect[Effect.CALL], home, window, apart)
        elif Effect.PUT in uses.by_effect:
            yield from _messages(recording, uses, _taken(recording, number), window, apart)


def _homes(recording: Recording) -> Mapping[int, None]:
    return {n: None for n, process in recording.processes.items() if process.role is Role.MANAGER_SERVER}


def _taken(recording: Recording, number: int) -> Timed:
    """What came out of what went in at an object: of a pipe's end at the other one, otherwise at the same."""
    made = recording.objects[number]
    other = number
    if made.kind == "Connection" and made.whole is not None:
        other = next((end for end in recording.parts.get(made.whole, ()) if end != number), NOBODY)
    uses = recording.uses.get(other)
    return uses.by_effect.get(Effect.TAKE, _NOTHING) if uses is not None else _NOTHING


def _messages(recording: Recording, uses: Uses, taken: Timed, window: Window, apart: float) -> Iterator[Move]:
    put, step = uses.by_effect[Effect.PUT], round(apart / window.scale)
    place = max(0, put.count_before(window.start) - 8)
    while place < len(put) and put.times[place] <= window.end:
        row = put.rows[place]
        received = recording.peer[row]
        if received == NOBODY and place < len(taken):
            received = taken.rows[place]
        if received != NOBODY and recording.ended[received] >= window.start and recording.depth[row] == 0:
            yield Move(
                row,
                recording.process[row],
                recording.began[row],
                recording.process[received],
                recording.ended[received],
            )
            place = max(place + 1, put.count_before(put.times[place] + step))
        else:
            place += 1


def _calls(recording: Recording, calls: Timed, home: int, window: Window, apart: float) -> Iterator[Move]:
    step = round(apart / window.scale)
    place, seen = max(0, calls.count_before(window.start) - 8), 0
    while place < len(calls) and calls.times[place] <= window.end and seen < MOST:
        row = calls.rows[place]
        began, ended = recording.began[row], recording.ended[row]
        process, lasted = recording.process[row], min(ended, recording.end) - recording.began[row]
        if ended >= window.start:
            yield Move(row, process, began, home, began + lasted // 4)
            if ended != NEVER:
                yield Move(row, home, ended - lasted // 4, process, ended)
            seen += 1
        place = max(place + 1, calls.count_before(calls.times[place] + step))
