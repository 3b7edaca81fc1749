"""Where everything of a run has its place in the picture: by what it is, from the whole recording, so nothing jumps.

main │ pipes, queues, locks, pools, │ its children, by order of birth
     │ managers' servers            │ (a grid of small rooms if there are many)
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from desktop.recording import Process, Recording
from desktop.things_at import is_shown, reader_of
from desktop.world import HELPERS
from workers.lens.events import ObjectMade, Role

MOST_ROOMS = 12  # more children than this are drawn as a crowd
MOST_THINGS = 12


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
    things, untold = _chosen(recording, hood=hood)
    gap = 10 * zoom
    top, bottom = 6 * zoom, height - 6 * zoom
    many = len(children) > MOST_ROOMS
    stacked = bool(things or servers)
    side = max(104 * zoom, min(176 * zoom, width * 0.21))
    columns = 2 if 6 < len(children) <= MOST_ROOMS else 1
    right_width = width * (0.3 if stacked else 0.62) if many else side if columns == 1 else side * 1.56
    main = _centred(Place(gap, top, gap + side, bottom), min(112 * zoom, max(84 * zoom, height * 0.36)))
    right = Place(width - gap - right_width, top, width - gap, bottom)
    rooms: dict[int, Place] = {0: main} if processes else {}
    crowd = None
    if many:
        crowd = right
        rooms |= _grid(children, right._replace(top=right.top + 42 * zoom))
    else:
        rooms |= _column(children, right, columns, 96 * zoom if len(children) < 3 else 70 * zoom, gap)
    middle = Place(main.right + 5.2 * gap, top, right.left - 5.2 * gap, bottom)
    if not children:
        middle = middle._replace(right=width - gap)
    stack, held = _stack(recording, things, servers, middle, zoom)
    rooms |= {server.number: stack.pop(-1 - server.number) for server in servers}
    return Places(width, height, rooms, stack, held, crowd, untold)


def managed_objects(recording: Recording) -> list[ObjectMade]:
    """The objects that managers' servers hold and that are shown in them."""
    return [
        made
        for made in recording.objects.values()
        if made.kind.startswith("managed ") and reader_of(made.kind.removeprefix("managed ")) is None
    ]


def _chosen(recording: Recording, *, hood: bool) -> tuple[list[ObjectMade], int]:
    """The things that are shown: all, or those that are used most; in the order in which they were made."""
    found = [made for made in recording.objects.values() if is_shown(recording, made, hood=hood)]
    used = sorted(found, key=lambda made: -_calls(recording, made))[:MOST_THINGS]
    return sorted(used, key=lambda made: (made.at, made.object)), len(found) - len(used)


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


_HEIGHTS = {"Pipe": 52, "Pool": 92, "Executor": 92, "ProcessPoolExecutor": 92, "Event": 42, "Value": 42, "Array": 42}


def _stack(
    recording: Recording, things: Sequence[ObjectMade], servers: Sequence[Process], room: Place, zoom: float
) -> tuple[dict[int, Place], dict[int, Place]]:
    """Things one below the other; a server stands under its number counted down from -1, its objects in it."""
    inside: dict[int, list[ObjectMade]] = {server.number: [] for server in servers}
    for made in managed_objects(recording):
        home = made.process if made.process in inside else next(iter(inside), None)
        if home is not None:
            inside[home].append(made)
    wanted = [(made.object, _HEIGHTS.get(made.kind, 50) * zoom) for made in things]
    wanted += [(-1 - number, (34 + 30 * max(1, min(4, len(objects)))) * zoom) for number, objects in inside.items()]
    total = sum(height for _, height in wanted)
    grown = max(1.0, min(1.6, room.height * 0.62 / max(1.0, total)))  # a few things are drawn larger than many
    wanted = [(number, height * grown) for number, height in wanted]
    total *= grown
    space = room.height - total
    gap = max(4 * zoom, min(30 * zoom, space / (len(wanted) + 1))) if wanted else 0
    shrink = min(1.0, (room.height - gap * max(0, len(wanted) - 1)) / max(1.0, total))
    y = room.y - (total * shrink + gap * max(0, len(wanted) - 1)) / 2
    found = {}
    for number, height in wanted:
        found[number] = Place(room.left, y, room.right, y + height * shrink)
        y += height * shrink + gap
    held = {}
    for number, objects in inside.items():
        home_place = found[-1 - number]
        first = home_place.top + 28 * zoom * shrink
        each = (home_place.bottom - first - 5 * zoom) / max(1, min(4, len(objects)))
        for i, made in enumerate(objects[:4]):
            held[made.object] = Place(
                home_place.left + 10 * zoom,
                first + i * each,
                home_place.right - 8 * zoom,
                first + (i + 1) * each - 3 * zoom,
            )
    return found, held
