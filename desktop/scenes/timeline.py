"""A run as a timeline: a lane for each process, bars for what it does, arrows for what moves between processes.

    solid bar    the process does something            strip below the bar    it holds a lock
    dashed bar   it waits for another process          thin line              it is alive, and busy with its own
    low bar      several operations, too short to be seen apart

The piece of time, the room and the scrubber's moment are given; nothing is remembered. Whatever the recording's
length, there are at most a few hundred shapes.
"""

from collections.abc import Sequence
from typing import NamedTuple

from desktop.recording import NEVER, NOBODY, Recording
from desktop.scenes.arrows import arrows
from desktop.scenes.axis import Window, tick_label
from desktop.scenes.fold import shortened
from desktop.scenes.lanes import Lane, Row, lanes_of, shown_processes
from desktop.scenes.shapes import Box, Line, Measure, Polyline, Scene, Shape, Text, TextStyle
from desktop.scenes.strokes import LINEAR, Stroke, Strokes, comb, strokes
from desktop.scenes.wording import Wording, op_labels, process_name
from desktop.timed import Timed
from desktop.world import waits
from workers.lens.events import Role

MOST_STEPS = 800  # operations that are looked at for one drawing: a few milliseconds
WIDE = 14.0  # pixels at zoom 1: narrower bars have no room for words


class View(NamedTuple):
    """What of a run is looked at, and how: times in nanoseconds, lengths in pixels."""

    start: int
    end: int
    moment: int
    width: float
    height: float
    zoom: float = 1.0
    scrolled: float = 0.0
    hood: bool = False

    def px(self, length: float) -> float:
        """A length at this zoom."""
        return length * self.zoom


class _Sheet(NamedTuple):
    """What every part of the drawing needs."""

    recording: Recording
    view: View
    window: Window
    measure: Measure
    words: Wording
    steps: int  # how many operations of a row are looked at

    def px(self, length: float) -> float:
        return length * self.view.zoom

    def wide(self, text: str, style: TextStyle = "small") -> float:
        return self.measure(text, style)[0]


class Drawn(NamedTuple):
    """A timeline: its shapes, the piece of time in pixels, its lanes, and the height that all lanes need."""

    scene: Scene
    window: Window
    lanes: tuple[Lane, ...]
    needed: float


def timeline(recording: Recording, view: View, measure: Measure, words: Wording) -> Drawn:
    """Draw it."""
    processes = shown_processes(recording, hood=view.hood)
    axis = measure("0", "small")[1] + view.px(8)
    top = view.px(10)
    room = max(view.px(30), view.height - axis - top)
    lanes, needed = lanes_of(processes, room, view.zoom, hood=view.hood, scrolled=view.scrolled)
    lanes = tuple(
        lane._replace(
            top=lane.top + top,
            bottom=lane.bottom + top,
            rows=tuple(row._replace(middle=row.middle + top) for row in lane.rows),
        )
        for lane in lanes
        if lane.bottom > 0 and lane.top < room
    )
    names = min(
        view.width * 0.24, max((measure(process_name(p, words), "small_bold")[0] for p in processes[:64]), default=0)
    )
    left = names + view.px(14)
    window = Window(view.start, max(view.end, view.start + 1), left, view.width - view.px(8))
    bottom = min(top + room, max((lane.bottom for lane in lanes), default=top))
    rows = sum(len(lane.rows) for lane in lanes)
    sheet = _Sheet(recording, view, window, measure, words, max(14, MOST_STEPS // max(1, rows)))
    shapes: list[Shape] = [*_grid(sheet, top, bottom)]
    axis_labels = _axis(sheet, bottom)
    for lane in lanes:
        shapes += _life(sheet, lane)
    for lane in lanes:
        shapes += _bars(sheet, lane)
    shapes += arrows(recording, lanes, window, view.zoom)
    shapes += _names(sheet, lanes, names, bottom)
    if needed > room:  # lanes that are partly out of sight
        shapes.append(Box(0, bottom, view.width, view.height, "surface"))
        shapes.append(Box(0, 0, view.width, top, "surface"))
    shapes += axis_labels
    shapes += _scrubber(sheet, bottom)
    return Drawn(tuple(shapes), window, lanes, needed)


def _ticks(sheet: _Sheet) -> tuple[int, ...]:
    return sheet.window.ticks(max(2, int((sheet.window.right - sheet.window.left) / sheet.px(86))))


def _grid(sheet: _Sheet, top: float, bottom: float) -> Scene:
    places = (sheet.window.x(tick) for tick in _ticks(sheet))
    return tuple(Line(x, top, x, bottom, "grid", 0.5) for x in places)


def _axis(sheet: _Sheet, bottom: float) -> Scene:
    """The times below the lanes."""
    window, ticks = sheet.window, _ticks(sheet)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else window.end - window.start
    shapes = []
    for tick in ticks:
        text = tick_label(tick, step)
        x = min(window.x(tick), sheet.view.width - sheet.wide(text) / 2)
        shapes.append(Text(x, bottom + sheet.px(4), text, "muted", "small", "n"))
    return tuple(shapes)


def _names(sheet: _Sheet, lanes: Sequence[Lane], room: float, bottom: float) -> Scene:
    """The name of each lane, with its colour; of strips, as many as there is room for."""
    shapes: list[Shape] = []
    line, free_from = sheet.measure("0", "small_bold")[1], 0.0
    for lane in lanes:
        y = lane.rows[0].middle
        if (y - line / 2 < free_from and lane.strip) or y + line / 3 > bottom:
            continue
        text = shortened(process_name(lane.process, sheet.words), room, sheet.measure, "small_bold")
        role = "muted" if lane.strip else "ink"
        number = lane.process.number
        shapes.append(Text(sheet.px(2), y, text, role, "small_bold", "w", f"process:{number}"))
        free_from = y + line / 2
    return tuple(shapes)


def _life(sheet: _Sheet, lane: Lane) -> Scene:
    """When the process was: being started, alive, ended."""
    recording, window = sheet.recording, sheet.window
    process, row = lane.process, lane.rows[0]
    if process.born > window.end or process.ended < window.start or process.born == NEVER:
        return ()
    fill = f"process:{recording.shown(process.number)}"
    shapes: list[Shape] = []
    end = min(process.ended, recording.end)
    if process.requested < process.started and process.requested != NEVER:
        until = min(process.started, end)
        left, right = window.x(process.requested), window.x(until)
        if right > left:
            shapes.append(Line(left, row.middle, right, row.middle, fill, 1, True))
    if process.started <= window.end and process.started != NEVER:
        left, right = window.x(process.started), window.x(end)
        if process.role is Role.MANAGER_SERVER:
            shapes.append(Box(left, row.middle - row.half, right, row.middle + row.half, fill, id=_id(process.number)))
        elif right > left:
            half = row.half if lane.strip else sheet.px(1.5)
            shapes.append(
                Box(left, row.middle - min(half, sheet.px(1.5)), right, row.middle + min(half, sheet.px(1.5)), fill)
            )
    if window.start <= process.ended <= window.end:
        # A pool ends its workers with SIGTERM when it is done with them: nothing has gone wrong.
        dismissed = process.role is Role.POOL_WORKER and process.exit_code == -15
        shapes += _end_mark(0 if dismissed else process.exit_code or 0, window.x(process.ended), row, sheet.px(6), fill)
    return tuple(shapes)


def _end_mark(code: int, x: float, row: Row, size: float, fill: str) -> Scene:
    """A stop for a process that ended well, a cross for one that did not."""
    half = min(row.half, size)
    if code == 0:
        return (Line(x, row.middle - half, x, row.middle + half, fill, 2),)
    return (
        Line(x - half, row.middle - half, x + half, row.middle + half, "bad", 2),
        Line(x - half, row.middle + half, x + half, row.middle - half, "bad", 2),
    )


def _bars(sheet: _Sheet, lane: Lane) -> Scene:
    shapes: list[Shape] = []
    fill = f"process:{sheet.recording.shown(lane.process.number)}"
    for row in lane.rows:
        track = track_of(sheet.recording, lane, row)
        if track is not None:
            wide = sheet.px(WIDE) if row.half >= sheet.px(4) else sheet.view.width
            found = strokes(sheet.recording, track, sheet.window, wide, sheet.steps)
            shapes += _teeth(sheet, found, row, fill)
            for stroke in found.wide:
                shapes += _bar(sheet, stroke, row, fill)
    if not lane.strip:
        shapes += _holds(sheet, lane, fill)
    return tuple(shapes)


def track_of(recording: Recording, lane: Lane, row: Row) -> Timed | None:
    """The operations that a row shows: in a worker's main row its tasks; in a server's none, for it is one bar."""
    if row is lane.rows[0]:
        if lane.process.number in recording.tasks:
            return recording.tasks[lane.process.number]
        if lane.process.role is Role.MANAGER_SERVER:
            return None
    return lane.process.tracks.get((row.thread, row.level))


def _teeth(sheet: _Sheet, found: Strokes, row: Row, fill: str) -> Scene:
    """What is too narrow for words: lower than a bar, and waiting lower still and in grey."""
    shapes: list[Shape] = []
    half = row.half * 0.62 if row.half >= sheet.px(4) else row.half
    if found.waiting:
        shapes.append(Polyline(comb(found.waiting, row.middle, half * 0.45), "", 0, "muted"))
    if found.busy:
        shapes.append(Polyline(comb(found.busy, row.middle, half), "", 0, fill))
    if half * 2 >= sheet.measure("0", "small")[1]:
        for tooth in found.busy:
            text = f"×{tooth.many}"
            if (
                tooth.many > 1
                and tooth.right - tooth.left > sheet.px(26)
                and sheet.wide(text) < tooth.right - tooth.left
            ):
                shapes.append(Text((tooth.left + tooth.right) / 2, row.middle, text, "on_" + fill, "small"))
    return tuple(shapes)


def _bar(sheet: _Sheet, stroke: Stroke, row: Row, fill: str) -> Scene:
    """One operation that there is room for."""
    top, bottom = row.middle - row.half, row.middle + row.half
    room = stroke.right - stroke.left - sheet.px(8)
    right = stroke.right - 0.75  # so that one bar can be told from the next
    op = sheet.recording.op(stroke.row)
    waiting = waits(op)
    identity = f"op:{stroke.row}"
    if waiting:
        outline = fill if row.half < sheet.px(8) else "muted"
        box = Box(stroke.left, top, right, bottom, "surface", outline, 1, True, identity)
    else:
        box = Box(stroke.left, top, right, bottom, fill, id=identity)
    if room <= sheet.px(14) or bottom - top < sheet.measure("0", "small")[1]:
        return (box,)
    label = _fitting(op_labels(sheet.recording, op, sheet.words), room, sheet)
    if not label:
        return (box,)
    ink = "ink" if waiting else "on_" + fill
    return (box, Text((stroke.left + stroke.right) / 2, row.middle, label, ink, "small", id=identity))


def _fitting(labels: Sequence[str], room: float, sheet: _Sheet) -> str:
    """The fullest label that fits; if none does, as much of the shortest as makes sense, or nothing."""
    for label in labels:
        if sheet.wide(label) <= room:
            return label
    return shortened(labels[-1], room, sheet.measure, "small") if room > sheet.px(40) else ""


def _holds(sheet: _Sheet, lane: Lane, fill: str) -> Scene:
    """Strips where the process holds a lock of the script's."""
    recording, window = sheet.recording, sheet.window
    holds, row = lane.process.holds, lane.rows[0]
    middle, half = row.middle + row.half + sheet.px(4), sheet.px(2)
    steps, scale, left_edge, start = sheet.steps // 2, window.scale, window.left, window.start
    narrow = (window.right - left_edge) / steps
    step = round(narrow / scale)
    teeth: list[Stroke] = []
    place = max(0, holds.count_before(start) - 4)
    beyond = holds.count(window.end)
    dense = beyond - place > LINEAR * steps
    while place < beyond:
        got, since = holds.rows[place], holds.times[place]
        release = recording.peer[got]
        until = recording.began[release] if release != NOBODY else min(recording.end, lane.process.ended)
        if until >= start and not recording.depth[got]:
            left = max(left_edge, left_edge + (since - start) * scale)
            right = min(window.right, left_edge + (until - start) * scale)
            if teeth and left - teeth[-1].right < (narrow if dense else 1.0):
                teeth[-1] = teeth[-1]._replace(right=max(right, teeth[-1].right))
            else:
                teeth.append(Stroke(left, max(right, left + 1), got, 1))
        place = max(place + 1, holds.count_before(since + step)) if dense else place + 1
    if not teeth:
        return ()
    return (Polyline(comb(teeth, middle, half), "ink", 0.5, fill, f"hold:{teeth[0].row}" if len(teeth) == 1 else ""),)


def _scrubber(sheet: _Sheet, bottom: float) -> Scene:
    window, view = sheet.window, sheet.view
    if not window.start <= view.moment <= window.end:
        return ()
    x, size = window.x(view.moment), sheet.px(6)
    return (
        Line(x, sheet.px(2), x, bottom, "scrubber", 2, id="scrubber"),
        Polyline(((x - size, 0), (x + size, 0), (x, size * 1.3)), "scrubber", 1, "scrubber", "scrubber"),
    )


def _id(number: int) -> str:
    return f"process:{number}"
