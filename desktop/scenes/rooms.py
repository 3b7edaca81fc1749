"""The rooms of processes: who it is, how it stands, what it does, and which locks it holds."""

from collections import Counter
from collections.abc import Sequence

from desktop.scenes.desk import Desk, cross, padlock
from desktop.scenes.places import Place
from desktop.scenes.shapes import Box, Disc, Polyline, Scene, Shape, Text, TextStyle
from desktop.scenes.strokes import Stroke, comb
from desktop.scenes.wording import op_labels
from desktop.things import Lock
from desktop.world import ProcessState, Standing

_SHOWN_AS = {
    Standing.UNBORN: "stage.unborn",
    Standing.STARTING: "stage.starting",
    Standing.RUNNING: "stage.running",
    Standing.BLOCKED: "stage.blocked",
    Standing.IDLE: "stage.idle",
}

_STYLES: dict[bool, tuple[TextStyle, TextStyle]] = {True: ("bold", "text"), False: ("small_bold", "small")}
_ABSENT = frozenset({Standing.UNBORN, Standing.ENDED})
_PREFIXES = ("Fork", "Spawn", "ForkServer", "ForkPool", "SpawnPool", "ForkServerPool")


def room(desk: Desk, state: ProcessState, place: Place) -> Scene:
    """One process's room. It is drawn broken while it is not there, and in grey when it is gone."""
    number, px = state.number, desk.px
    identity = f"process:{number}"
    gone = state.standing in (Standing.UNBORN, Standing.ENDED)
    unready = state.standing in (Standing.UNBORN, Standing.STARTING)
    outline = desk.colour(number) if not gone else "line"
    shapes: list[Shape] = [
        Box(
            place.left,
            place.top,
            place.right,
            place.bottom,
            "background" if gone else "surface",
            outline,
            1 if gone else 1.5,
            unready,
            identity,
        )
    ]
    band = px(5)
    if state.standing is not Standing.UNBORN:
        shapes.append(Box(place.left, place.top, place.left + band, place.bottom, desk.colour(number), id=identity))
    large = place.height >= px(88) and place.width >= px(126)
    strong, plain = _STYLES[large]
    left, right = place.left + band + px(9 if large else 7), place.right - px(8)
    sign = px(6 if large else 5)
    top = place.top + px(10 if large else 6)
    lines = _lines(desk, state, (right - left, place.height - px(4)), plain)
    height = sum(desk.high(strong if i == 0 else plain) for i in range(len(lines)))
    y = place.y - height / 2 if not large else top
    shapes += _sign(state, right - sign, y + desk.high(strong) / 2, sign, desk.colour(number))
    if len(lines) == 1 and not gone:
        return (*shapes, *_one_line(desk, state, (left, right - px(16)), place.y), *_held(desk, state, place))
    for i, (text, ink) in enumerate(lines):
        style = strong if i == 0 else plain
        space = right - left - (0 if i else 3.2 * sign)
        shown = fit_name(desk, text, space, style) if i == 0 else desk.fit(text, space, style)
        shapes.append(Text(left, y, shown, ink, style, "nw", identity))
        y += desk.high(style)
    return (*shapes, *_held(desk, state, place))


def fit_name(desk: Desk, name: str, room: float, style: TextStyle) -> str:
    """A process's name, without what it begins with if there is no room: the end of "ForkPoolWorker-3" counts."""
    for prefix in ("", *_PREFIXES):
        short = name.removeprefix(prefix)
        if desk.wide(short, style) <= room:
            return short
    return desk.fit(name, room, style)


def _one_line(desk: Desk, state: ProcessState, across: tuple[float, float], y: float) -> Scene:
    """Who it is at the left and what it does at the right, where there is room for one line only."""
    left, right = across
    right -= desk.px(16) * len(_locks(desk, state))
    name, identity = desk.name(state.number), f"process:{state.number}"
    doing = _doing(desk, state, (right - left) * 0.5, "small")
    space = right - left - desk.wide(doing) - desk.px(6)
    shown = fit_name(desk, name, space, "small_bold")
    if "…" in shown:
        shown, doing = fit_name(desk, name, right - left, "small_bold"), ""
    here = Text(left, y, shown, "ink", "small_bold", "w", identity)
    if not doing:
        return (here,)
    return here, Text(right, y, doing, "ink" if state.inside else "muted", "small", "e", identity)


def _lines(desk: Desk, state: ProcessState, room: tuple[float, float], style: TextStyle) -> list[tuple[str, str]]:
    """Name, what it does, and where in the script: as many lines as there is room for."""
    gone = state.standing in (Standing.UNBORN, Standing.ENDED)
    lines = [(desk.name(state.number), "muted" if gone else "ink")]
    lines.append((_doing(desk, state, room[0], style), "muted" if gone or not state.inside else "ink"))
    if state.line and not gone:
        lines.append((desk.words("stage.line", line=state.line), "muted"))
    count = max(1, int(room[1] // desk.high(style)))
    return lines[:count]


def _doing(desk: Desk, state: ProcessState, room: float, style: TextStyle) -> str:
    words = desk.words
    if state.standing is Standing.ENDED:
        code = state.process.exit_code or 0
        if code < 0:
            return words("stage.killed", signal=-code)
        return words("stage.ended_code", code=code) if code else words("stage.ended")
    task = _task(desk, state)
    if task is not None:
        return task
    if state.op is not None and state.inside:
        labels = op_labels(desk.recording, state.op, words)
        if state.standing is Standing.BLOCKED:  # what will come is not known to the process yet
            made = desk.recording.objects.get(state.op.object)
            labels = (f"{labels[-1]} {made.label}", labels[-1]) if made is not None else labels
        if state.standing is not Standing.IDLE:
            return next((label for label in labels if desk.wide(label, style) <= room), labels[-1])
    return words(_SHOWN_AS[state.standing])


def _task(desk: Desk, state: ProcessState) -> str | None:
    rows = desk.recording.tasks.get(state.number)
    row = rows.latest(desk.world.moment) if rows is not None else None
    if row is None or desk.recording.ended[row] <= desk.world.moment:
        return None
    value = desk.recording.value_of(row)
    return value.partition(" ")[2] or desk.words("verb.task")


def _sign(state: ProcessState, x: float, y: float, half: float, colour: str) -> Scene:
    """How it stands, as a shape: a triangle runs, two bars wait, a square is done, a cross has failed."""
    match state.standing:
        case Standing.RUNNING:
            return (Polyline(((x - half, y - half), (x + half, y), (x - half, y + half)), colour, 1, colour),)
        case Standing.BLOCKED:
            thick = half * 0.62
            return (
                Box(x - half, y - half, x - half + thick, y + half, colour),
                Box(x + half - thick, y - half, x + half, y + half, colour),
            )
        case Standing.ENDED:
            if state.process.exit_code:
                return cross(x, y, half * 0.9, "bad")
            return (Box(x - half * 0.8, y - half * 0.8, x + half * 0.8, y + half * 0.8, "muted"),)
        case Standing.STARTING | Standing.IDLE:
            return (Disc(x, y, half, "surface", colour),)
        case _:
            return ()


def _locks(desk: Desk, state: ProcessState) -> list[Lock]:
    return [t for t in desk.world.things if isinstance(t, Lock) and state.number in t.holders][:3]


def _held(desk: Desk, state: ProcessState, place: Place) -> Scene:
    """A padlock on the room for each lock that the process holds: below, or in a low room beside the sign."""
    shapes: list[Shape] = []
    low = place.height < desk.px(44)
    for i, lock in enumerate(_locks(desk, state)):
        x = place.right - desk.px((30 if low else 11) + 17 * i)
        y = place.y + desk.px(1) if low else place.bottom - desk.px(9)
        shapes += padlock(x, y, desk.px(12), "ink", closed=True, identity=f"thing:{lock.number}")
    return tuple(shapes)


def crowd(desk: Desk, states: Sequence[ProcessState], place: Place) -> Scene:
    """Many processes as small squares, and how many stand how.

    A full square runs, a hollow one waits, a broken one is being started, a small grey one has ended.
    """
    counts = Counter(state.standing for state in states)
    words = desk.words
    title = words("stage.crowd", count=len(states))
    shown = [
        f"{words(word)} {counts[standing]}"
        for standing, word in (*_SHOWN_AS.items(), (Standing.ENDED, "stage.ended"))
        if counts[standing] and standing is not Standing.UNBORN
    ]
    shapes: list[Shape] = [
        Text(place.left, place.top, title, "ink", "small_bold", "nw"),
        Text(
            place.left,
            place.top + desk.high("small_bold") + desk.px(2),
            desk.fit(" · ".join(shown), place.width),
            "muted",
            "small",
            "nw",
        ),
    ]
    holders = {n for thing in desk.world.things if isinstance(thing, Lock) for n in thing.holders}
    absent: dict[tuple[float, float, str], list[Stroke]] = {}
    for state in states:
        home = desk.places.rooms[state.number]
        if state.standing in _ABSENT:
            _note_absent(absent, state, home)
        else:
            shapes += _cell(desk, state, home, state.number in holders)
    shapes += (Polyline(comb(teeth, y, half), "", 0, fill) for (y, half, fill), teeth in absent.items())
    return tuple(shapes)


def _note_absent(absent: dict[tuple[float, float, str], list[Stroke]], state: ProcessState, place: Place) -> None:
    """Those who are not there are many, and drawn as one shape for each row of the grid."""
    if state.standing is Standing.UNBORN:
        inset, half, fill = place.width / 2 - 1, 1.0, "line"
    else:
        inset, half = place.width * 0.26, place.height / 2 - place.width * 0.26
        fill = "bad" if state.process.exit_code else "line"
    stroke = Stroke(place.left + inset, place.right - inset, 0, 1)
    absent.setdefault((place.y, max(1.0, half), fill), []).append(stroke)


def _cell(desk: Desk, state: ProcessState, place: Place, holds: bool) -> Scene:
    colour, identity = desk.colour(state.number), f"process:{state.number}"
    left, top, right, bottom = place
    match state.standing:
        case Standing.RUNNING | Standing.IDLE:
            cell: Shape = Box(left, top, right, bottom, colour, id=identity)
        case Standing.BLOCKED:
            cell = Box(left, top, right, bottom, "surface", colour, 2, id=identity)
        case Standing.STARTING:
            cell = Box(left, top, right, bottom, "surface", colour, 1, True, id=identity)
        case _:
            return ()
    if holds:
        return cell, Box(left - 2, top - 2, right + 2, bottom + 2, "", "ink", 2, id=identity)
    return (cell,)
