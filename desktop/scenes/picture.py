"""A moment of a run as a picture: processes as rooms, and between them the things that they use.

    room ── line ── thing      a faint line: the process uses the thing at some time; in its colour: at this moment
    chip                       a process at a thing: it holds it, or waits for it
    parcel, token              something that moves: a message in its pipe, a call on its way, a task

What moves is drawn where it is at the moment, between the times that the recording knows; nothing is remembered, so the
picture of a moment is always the same.
"""

from collections.abc import Iterator
from typing import NamedTuple

from desktop.recording import NEVER, NOBODY, Recording
from desktop.scenes.desk import Desk, short_name
from desktop.scenes.furniture import furniture, is_turned
from desktop.scenes.places import Place, Places
from desktop.scenes.rooms import crowd, room
from desktop.scenes.shapes import Arrow, Box, Line, Measure, Scene, Shape, Text
from desktop.scenes.wording import Wording, verb_of
from desktop.things import Call, Pipe, Pool, Server, Thing
from desktop.world import ProcessState, Standing, Wait, World, deadlocked

MOST_MOVING = 14  # calls and tasks that are drawn on their way at one moment
GOING, COMING = 0.4, 0.6  # the shares of a call at which it has come to the server, and leaves it


class _Line(NamedTuple):
    process: int
    thing: int
    start: tuple[float, float]
    end: tuple[float, float]


def picture(
    recording: Recording,
    world: World,
    places: Places,
    measure: Measure,
    words: Wording,
    *,
    zoom: float = 1.0,
    journey: int = 1_000_000,
) -> Scene:
    """The picture of a world. `journey` is for how many nanoseconds of the run a move is seen at most."""
    desk = Desk(recording, world, places, measure, words, zoom, journey)
    states = [state for state in world.processes if state.number in places.rooms]
    servers = {thing.process: thing for thing in world.things if isinstance(thing, Server)}
    crowded = [s for s in states if places.crowd is not None and s.number != 0 and s.number not in servers]
    single = [s for s in states if s not in crowded] if crowded else states
    lines = tuple(_lines(desk, single))
    shapes: list[Shape] = [Line(*line.start, *line.end, "grid", 1) for line in lines]
    shapes += _busy(desk, states, lines)
    shapes += _at_work(desk)
    for thing in world.things:
        place = _place_of(places, thing)
        if place is not None:
            shapes += furniture(desk, thing, place)
    for state in single:
        if state.number not in servers:
            shapes += room(desk, state, places.rooms[state.number])
    if crowded and places.crowd is not None:
        shapes += crowd(desk, crowded, places.crowd)
    shapes += _calls(desk)
    shapes += _tasks(desk)
    shapes += _deadlock(desk, deadlocked(world, recording))
    if places.untold:
        text = words("stage.more_things", count=places.untold)
        shapes.append(Text(places.width / 2, places.height - desk.px(3), text, "muted", "small", "s"))
    return tuple(shapes)


def _place_of(places: Places, thing: Thing) -> Place | None:
    if isinstance(thing, Server):
        return places.rooms.get(thing.process)
    return places.things.get(thing.number)


# -- who uses what


def _lines(desk: Desk, states: list[ProcessState]) -> Iterator[_Line]:
    """A line from each room to each thing that the process uses itself at some time."""
    shown = {state.number for state in states}
    there = {made.object for made in desk.recording.objects.values() if made.at <= desk.world.moment}
    for number in (*desk.places.things, *desk.places.held):
        if number not in there:
            continue
        for process in _users(desk.recording, number):
            if process in shown and process in desk.places.rooms:
                yield _line(desk, process, number)


def _users(recording: Recording, number: int) -> dict[int, None]:
    """Who uses a thing, or an end of it, in the script itself."""
    numbers = (number, *recording.parts.get(number, ()))
    found: dict[int, None] = {}
    for one in numbers:
        uses = recording.uses.get(one)
        for process, depth in uses.users.items() if uses is not None else ():
            if depth == 0:
                found[process] = None
    return found


def _line(desk: Desk, process: int, number: int, end: int = NOBODY) -> _Line:
    """From a process's room to a thing; to a pipe's end where it is known which."""
    here = desk.places.rooms[process]
    there = desk.places.things.get(number) or desk.places.held[number]
    leftward = there.x < here.x
    start = (here.left if leftward else here.right), here.y
    at_left = not leftward
    thing = next((t for t in desk.world.things if isinstance(t, Pipe) and t.number == number), None)
    if thing is not None and thing.ways and end != NOBODY:
        at_left = (thing.ways[0].from_end == end) != is_turned(desk, thing)
    y = there.y
    if thing is not None:
        y = (there.top + desk.high("code") + there.bottom) / 2
    return _Line(process, number, start, (there.left if at_left else there.right, y))


def _busy(desk: Desk, states: list[ProcessState], lines: tuple[_Line, ...]) -> Scene:
    """The lines of those who are at a thing at this moment, in their colours."""
    shapes: list[Shape] = []
    drawn = {(line.process, line.thing): line for line in lines}
    for state in states:
        op = state.op
        if op is None or not state.inside or op.object == NOBODY or state.standing is Standing.IDLE:
            continue
        made = desk.recording.objects.get(op.object)
        number = op.object
        if made is not None and made.whole is not None and number not in desk.places.things:
            number = made.whole
        if number not in desk.places.things and number not in desk.places.held:
            continue
        line = drawn.get((state.number, number)) or _line(desk, state.number, number, op.object)
        shapes.append(Line(*line.start, *line.end, desk.colour(state.number), 2))
        if len(shapes) >= MOST_MOVING:
            break
    return tuple(shapes)


def _at_work(desk: Desk) -> Scene:
    """The lines of workers that are busy with a task, to their pool."""
    return tuple(
        Line(*line.start, *line.end, desk.colour(task.worker), 2)
        for thing in desk.world.things
        if isinstance(thing, Pool) and thing.number in desk.places.things
        for task in thing.tasks[:MOST_MOVING]
        if task.worker in desk.places.rooms
        for line in (_line(desk, task.worker, thing.number),)
    )


# -- what is on its way


def _calls(desk: Desk) -> Scene:
    """Calls of managed objects: a token goes to the server, and comes back with the answer."""
    shapes: list[Shape] = []
    going_on = [
        (held.number, call)
        for thing in desk.world.things
        if isinstance(thing, Server)
        for held in thing.objects
        for call in held.calls
    ]
    for number, call in going_on[:MOST_MOVING]:
        if number in desk.places.held and call.process in desk.places.rooms:
            shapes += _call(desk, call, _line(desk, call.process, number))
    return tuple(shapes)


def _call(desk: Desk, call: Call, line: _Line) -> Scene:
    if call.ended == NEVER:
        part = min(GOING, (desk.world.moment - call.began) / max(1, desk.journey) * GOING)
    else:
        part = (desk.world.moment - call.began) / max(1, call.ended - call.began)
    along = part / GOING if part < GOING else 1.0 if part < COMING else (1 - part) / (1 - COMING)
    x, y = (a + (b - a) * along for a, b in zip(line.start, line.end, strict=True))
    text = verb_of(f"dict.{call.name}", desk.words)
    if part >= COMING and call.value:
        text = call.value.rpartition(" → ")[2].rpartition(", ")[2]
    return _token(desk, desk.fit(text, desk.px(80)), (x, y), call.process, f"op:{call.row}")


def _tasks(desk: Desk) -> Scene:
    """Tasks of pools that are just being handed to a worker, and results that come back."""
    shapes: list[Shape] = []
    pools = [thing for thing in desk.world.things if isinstance(thing, Pool) and thing.number in desk.places.things]
    moment = desk.world.moment
    for pool in pools:
        for worker in pool.workers[: MOST_MOVING * 4]:
            rows = desk.recording.tasks.get(worker)
            row = rows.latest(moment) if rows is not None else None
            if row is None or worker not in desk.places.rooms:
                continue
            line = _line(desk, worker, pool.number)
            began, ended = desk.recording.began[row], desk.recording.ended[row]
            if moment - began < desk.journey:
                along = 1 - desk.share(began)
            elif 0 <= moment - ended < desk.journey:
                along = desk.share(ended)
            else:
                continue
            point = tuple(a + (b - a) * along for a, b in zip(line.start, line.end, strict=True))
            text = desk.fit(desk.recording.value_of(row).partition(" ")[2], desk.px(80))
            shapes += _token(desk, text, (point[0], point[1]), worker, f"op:{row}")
            if len(shapes) > 2 * MOST_MOVING:
                break
    return tuple(shapes)


def _token(desk: Desk, text: str, point: tuple[float, float], process: int, identity: str) -> Scene:
    """A small parcel in the colour of whom it belongs to."""
    x, y = point
    half_width, half = desk.wide(text) / 2 + desk.px(5), desk.px(8)
    box = Box(x - half_width, y - half, x + half_width, y + half, desk.colour(process), "surface", 1, id=identity)
    return box, Text(x, y, text, desk.ink(process), "small", "center", identity)


# -- deadlock


def _deadlock(desk: Desk, waits: tuple[Wait, ...]) -> Scene:
    """The cycle of those who wait for each other, as thick arrows, and in words."""
    if not waits:
        return ()
    shapes: list[Shape] = []
    for wait in waits[:MOST_MOVING]:
        here = desk.places.rooms.get(wait.process)
        if here is None:
            continue
        thing = desk.places.things.get(wait.thing)
        if thing is not None:
            line = _line(desk, wait.process, wait.thing)
            shapes.append(Arrow(*line.start, *line.end, "bad", 3))
        for other in wait.of[:2]:
            room_of = desk.places.rooms.get(other)
            if room_of is None:
                continue
            if thing is not None:
                line = _line(desk, other, wait.thing)
                shapes.append(Arrow(*line.end, *line.start, "bad", 3))
            else:
                shapes.append(Arrow(here.x, here.y, room_of.x, room_of.y, "bad", 3))
    return (*shapes, *_said(desk, waits))


def _circle(desk: Desk, waits: tuple[Wait, ...]) -> str:
    """The circle of those who wait, by their short names: 1 → 2 → 3 → 1."""
    next_of = {wait.process: wait.of[0] for wait in waits}
    path: list[int] = []
    number = waits[-1].process
    while number in next_of and number not in path:
        path.append(number)
        number = next_of[number]
    path = path[path.index(number) :] if number in path else path
    return " → ".join(short_name(desk.recording.process_of(n), desk.words) for n in (*path, number))


def _said(desk: Desk, waits: tuple[Wait, ...]) -> Scene:
    """Who waits for whom in words, below the room of the script's own process, where there is nothing else."""
    main = desk.places.rooms[0]
    room = main.width + desk.px(34)
    lines = [
        desk.words("stage.waits_for", who=desk.name(wait.process), whom=", ".join(desk.name(n) for n in wait.of[:2]))
        for wait in waits
    ]
    top, line = main.bottom + desk.px(10), desk.high("small")
    most = max(1, int((desk.places.height - top - desk.high("bold") - desk.px(10)) / line))
    if len(lines) > most:
        lines = [_circle(desk, waits)]
    title = desk.words("stage.deadlock")
    width = max(desk.wide(title, "bold"), *map(desk.wide, lines)) + desk.px(16)
    width = min(width, room)
    bottom = top + desk.high("bold") + line * len(lines) + desk.px(8)
    shapes: list[Shape] = [
        Box(main.left, top, main.left + width, bottom, "bad_soft", "bad", 1, id="deadlock"),
        Text(main.left + desk.px(8), top + desk.px(4), title, "bad", "bold", "nw", "deadlock"),
    ]
    for i, text in enumerate(lines):
        y = top + desk.px(4) + desk.high("bold") + i * line
        fitted = desk.fit(text, width - desk.px(12))
        shapes.append(Text(main.left + desk.px(8), y, fitted, "ink", "small", "nw", "deadlock"))
    return tuple(shapes)
