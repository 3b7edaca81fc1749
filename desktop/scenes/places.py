"""Where everything of a run has its place in the picture: by what it is, from the whole recording, so nothing jumps.

main │ pipes, queues, locks, pools, │ its children, by order of birth
     │ managers' servers            │ (a grid of small rooms if there are many)
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from desktop.recording import Process, Recording
from desktop.things_at import LOCKS, is_shown, reader_of
from desktop.world import HELPERS
from workers.lens.events import ObjectMade, Role

MOST_ROOMS = 12  # more children than this are drawn as a crowd
MOST_THINGS = 12  # in one column


class Place(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def x(self) -> float:
        """Its middle."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """Its middle."""
        return (self.top + self.bottom) / 2


class Places(NamedTuple):
    """The place of each process, thing and managed object, by number. `crowd` is where small rooms stand, or None.

    `untold` is how many things there was no room for.
    """

    width: float
    height: float
    rooms: Mapping[int, Place]
    things: Mapping[int, Place]
    held: Mapping[int, Place]
    crowd: Place | None
    untold: int


def places(recording: Recording, width: float, height: float, zoom: float, *, hood: bool = False) -> Places:
    """The places in a room of that many pixels."""
    processes = [p for p in recording.in_order() if hood or p.role not in HELPERS]
    servers = [p for p in processes if p.role is Role.MANAGER_SERVER]
    children = [p for p in processes if p.number != 0 and p not in servers]
    things = _chosen(recording, hood=hood)
    gap = 10 * zoom
    many = len(children) > MOST_ROOMS
    side = min(width * 0.28, max(104 * zoom, min(196 * zoom, width * 0.21)))
    columns = 2 if 6 < len(children) <= MOST_ROOMS else 1
    right_width = min(width * 0.36, 460 * zoom) if many else _column_width(side, len(children))
    if many and not things and not servers:
        right_width = width * 0.62
    span = min(
        width * 0.08, max(5.2 * gap, min(11 * gap, width * 0.075))
    )  # between rooms and things: the way of what moves
    middle_width = max(gap, min(440 * zoom, width - 2 * gap - side - right_width - 2 * span))
    spare = max(0.0, width - 2 * gap - side - right_width - middle_width - 2 * span)
    left, top, bottom = gap + spare / 2, 6 * zoom, height - 6 * zoom
    main = _centred(Place(left, top, left + side, bottom), min(112 * zoom, max(84 * zoom, height * 0.36)))
    middle = Place(main.right + span, top, main.right + span + middle_width, bottom)
    right = Place(middle.right + span, top, middle.right + span + right_width, bottom)
    rooms: dict[int, Place] = {0: main} if processes else {}
    if many:
        rooms |= _grid(children, right._replace(top=right.top + 42 * zoom))
    else:
        rooms |= _column(children, right, columns, 96 * zoom if len(children) < 3 else 78 * zoom, gap)
    if not children:
        middle = middle._replace(right=right.right)
    stack, held, untold = _stack(recording, things, servers, middle, zoom)
    rooms |= {server.number: stack.pop(-1 - server.number) for server in servers}
    return Places(width, height, rooms, stack, held, right if many else None, untold)


def _column_width(side: float, children: int) -> float:
    """Low rooms have their words beside the name, and so are wider."""
    if children <= 3:
        return side
    return side * 1.28 if children <= 6 else side * 1.7


def managed_objects(recording: Recording) -> list[ObjectMade]:
    """The objects that managers' servers hold and that are shown in them."""
    return [
        made
        for made in recording.objects.values()
        if made.kind.startswith("managed ") and reader_of(made.kind.removeprefix("managed ")) is None
    ]


def _chosen(recording: Recording, *, hood: bool) -> list[ObjectMade]:
    """The things that are shown, those that are used most first. A queue shows its pipe's content itself."""
    found = [
        made
        for made in recording.objects.values()
        if is_shown(recording, made, hood=hood) and not (made.kind == "Pipe" and made.whole is not None)
    ]
    return sorted(found, key=lambda made: (made.whole is not None, -_calls(recording, made)))


def _calls(recording: Recording, made: ObjectMade) -> int:
    numbers = [made.object, *recording.parts.get(made.object, ())]
    return sum(recording.uses[n].calls for n in numbers if n in recording.uses)


def _centred(room: Place, height: float) -> Place:
    height = min(height, room.height)
    return Place(room.left, room.y - height / 2, room.right, room.y + height / 2)


def _column(processes: Sequence[Process], room: Place, columns: int, tallest: float, gap: float) -> dict[int, Place]:
    """Rooms one below the other, in one column or two."""
    if not processes:
        return {}
    rows = math.ceil(len(processes) / columns)
    width = (room.width - gap * (columns - 1)) / columns
    each = min(tallest + gap, room.height / rows)
    top = room.y - each * rows / 2
    found = {}
    for i, process in enumerate(processes):
        column, row = divmod(i, rows)
        left = room.left + column * (width + gap)
        inset = min(gap, each * 0.16) / 2
        found[process.number] = Place(left, top + row * each + inset, left + width, top + (row + 1) * each - inset)
    return found


def _grid(processes: Sequence[Process], room: Place) -> dict[int, Place]:
    """Small rooms, row by row."""
    count = len(processes)
    columns = max(1, math.ceil(math.sqrt(count * room.width / max(1.0, room.height) / 1.3)))
    rows = math.ceil(count / columns)
    width, height = room.width / columns, min(room.height / rows, room.width / columns)
    inset = max(0.5, min(width, height) * 0.09)
    return {
        process.number: Place(
            room.left + i % columns * width + inset,
            room.top + i // columns * height + inset,
            room.left + (i % columns + 1) * width - inset,
            room.top + (i // columns + 1) * height - inset,
        )
        for i, process in enumerate(processes)
    }


_HEIGHTS = {"Pipe": 52, "Pool": 78, "Executor": 78, "ProcessPoolExecutor": 78, "Event": 42, "Value": 42, "Array": 42}
_LOW = {
    "Pipe": 44,
    "Pool": 66,
    "Executor": 66,
    "ProcessPoolExecutor": 66,
    "Queue": 42,
    "SimpleQueue": 42,
    "JoinableQueue": 42,
}
_PART = 30  # height of what something else is made of, and of anything where room is scarce


def _stack(
    recording: Recording, things: Sequence[ObjectMade], servers: Sequence[Process], room: Place, zoom: float
) -> tuple[dict[int, Place], dict[int, Place], int]:
    """Things one below the other; a server stands under its number counted down from -1, its objects in it.

    Where there is no room they stand in two columns; what there is no room for then is only counted.
    """
    inside: dict[int, list[ObjectMade]] = {server.number: [] for server in servers}
    for made in managed_objects(recording):
        home = made.process if made.process in inside else next(iter(inside), None)
        if home is not None:
            inside[home].append(made)
    wanted = {-1 - number: (34 + 30 * max(1, min(4, len(objects)))) * zoom for number, objects in inside.items()}
    tight = 6 * zoom
    space = room.height - sum(wanted.values()) - tight * len(wanted)
    low = sum(_height(made) * zoom + tight for made in things) > space
    columns = 1 if sum(_height(made, low=low) * zoom + tight for made in things) <= space else 2
    taken = 0.0
    told: list[ObjectMade] = []
    for made in things:
        needed = _height(made, low=low) * zoom + tight
        if len(told) < MOST_THINGS * columns and taken + needed <= space * columns:
            taken += needed
            told.append(made)
    told.sort(key=lambda made: _descent(recording, made))
    heights = {made.object: _height(made, low=low) * zoom for made in told} | wanted
    found = _in_columns(heights, room, columns, tight, zoom)
    return found, _shelves(inside, found, zoom), len(things) - len(told)


def _descent(recording: Recording, made: ObjectMade) -> tuple[int, ...]:
    """What a thing is a part of, from the whole down to itself: parts stand below their whole."""
    found = [made.object]
    while made.whole is not None and made.whole in recording.objects and made.whole not in found:
        made = recording.objects[made.whole]
        found.append(made.object)
    return tuple(reversed(found))


def _height(made: ObjectMade, *, low: bool = False) -> float:
    if made.whole is not None and made.kind in LOCKS:
        return _PART
    return (_LOW if low else _HEIGHTS).get(made.kind, _PART if low else 50)


def _in_columns(heights: Mapping[int, float], room: Place, columns: int, tight: float, zoom: float) -> dict[int, Place]:
    """Places from top to bottom, and again from the top in the next column; the last ones, servers, across all."""
    total = sum(heights.values())
    if columns == 1:
        grown = max(1.0, min(1.6, room.height * 0.62 / max(1.0, total)))  # a few things are drawn larger than many
        gap = max(tight, min(34 * zoom, (room.height - total * grown) / (len(heights) + 1)))
        y = room.y - (total * grown + gap * (len(heights) - 1)) / 2
        found = {}
        for number, height in heights.items():
            found[number] = Place(room.left, y, room.right, y + height * grown)
            y += height * grown + gap
        return found
    servers = {number: height for number, height in heights.items() if number < 0}
    bottom = room.bottom
    found = {}
    for number, height in servers.items():
        found[number] = Place(room.left, bottom - height, room.right, bottom)
        bottom -= height + tight
    width = (room.width - tight * 2) / 2
    column, y = 0, room.top
    for number, height in heights.items():
        if number < 0:
            continue
        if y + height > bottom and column == 0:
            column, y = 1, room.top
        left = room.left + column * (width + tight * 2)
        found[number] = Place(left, y, left + width, min(bottom, y + height))
        y += height + tight
    return found


def _shelves(inside: Mapping[int, Sequence[ObjectMade]], found: Mapping[int, Place], zoom: float) -> dict[int, Place]:
    """The places of the objects in servers."""
    held = {}
    for number, objects in inside.items():
        home = found[-1 - number]
        first = home.top + 28 * zoom
        each = (home.bottom - first - 5 * zoom) / max(1, min(4, len(objects)))
        for i, made in enumerate(objects[:4]):
            top = first + i * each
            held[made.object] = Place(home.left + 10 * zoom, top, home.right - 8 * zoom, top + each - 3 * zoom)
    return held
