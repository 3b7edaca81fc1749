"""Where the panes go: a pure function of the room, so that it can be tested for overlaps at every size.

There are four panes. In a wide window they stand in two columns of two, beside the list of experiments; where there
is less room (a small screen, a large zoom) the list folds into a menu, then the panes of a column fold into one place
with a switch above it, at last all four do.

    wide                        short                       narrow
    list | code   | lesson      switch(lesson, code)  |     switch(all four)
         | chart  | output      switch(chart, output)
"""

from typing import Literal, NamedTuple

PaneName = Literal["code", "chart", "lesson", "output"]
GAP = 10  # units between panes: one sash
LIST_WIDTH = 200
SWITCH_HEIGHT = 36
MENU_HEIGHT = 40
# Below these, in units (pixels at zoom 1), a fold is better than a squeeze.
WIDE, TWO_COLUMNS, TALL = 960, 620, 520


class Rect(NamedTuple):
    """A place, in pixels."""

    x: int
    y: int
    width: int
    height: int


class Sash(NamedTuple):
    """A gap that can be dragged. `ratio` names the share that it sets, `along` the room that the share is of."""

    name: Literal["columns", "left", "right"]
    rect: Rect
    upright: bool
    begin: int
    length: int


class Switch(NamedTuple):
    """A row of names above a place that several panes share."""

    rect: Rect
    panes: tuple[PaneName, ...]
    shown: PaneName


class Ratios(NamedTuple):
    """The shares that the person has chosen by dragging: of the left column, of the upper panes."""

    columns: float = 0.64
    left: float = 0.52
    right: float = 0.58


class Arrangement(NamedTuple):
    """Every place. A pane without one is folded away; `experiments` is a list, `menu` the same folded."""

    panes: dict[PaneName, Rect]
    sashes: tuple[Sash, ...]
    switches: tuple[Switch, ...]
    experiments: Rect | None
    menu: Rect | None


def arrange(width: int, height: int, zoom: float, ratios: Ratios, chosen: tuple[PaneName, ...]) -> Arrangement:
    """Places for everything in a room of that many pixels.

    `chosen` are the panes that the person looked at last, the newest first: where panes share a place, it is theirs.
    """
    units_wide, units_high = width / zoom, height / zoom
    gap = round(GAP * zoom)
    experiments = menu = None
    x, y = gap, gap
    if units_wide >= WIDE:
        list_width = round(LIST_WIDTH * zoom)
        experiments = Rect(0, 0, list_width, height)
        x = list_width + gap
    else:
        menu = Rect(gap, gap, max(1, width - 2 * gap), round(MENU_HEIGHT * zoom) - gap // 2)
        y = menu.y + menu.height + gap // 2
    room = Rect(x, y, max(1, width - x - gap), max(1, height - y - gap))
    if units_wide < TWO_COLUMNS:
        panes, sashes, switches = _one_place(room, zoom, chosen, ("lesson", "code", "chart", "output"))
        return Arrangement(panes, sashes, switches, experiments, menu)
    # Where panes share a place, none is the main one: the columns are nearer to halves.
    share = ratios.columns if units_high >= TALL else ratios.columns * 0.84
    left_width = round((room.width - gap) * share)
    left = Rect(room.x, room.y, left_width, room.height)
    right = Rect(room.x + left_width + gap, room.y, room.width - gap - left_width, room.height)
    columns = Sash("columns", Rect(left.x + left_width, room.y, gap, room.height), True, room.x, room.width - gap)
    if units_high < TALL:
        one = _one_place(left, zoom, chosen, ("lesson", "code"))
        two = _one_place(right, zoom, chosen, ("chart", "output"))
    else:
        one = _stacked(left, gap, "left", ratios.left, ("code", "chart"))
        two = _stacked(right, gap, "right", ratios.right, ("lesson", "output"))
    return Arrangement(one[0] | two[0], (columns, *one[1], *two[1]), one[2] + two[2], experiments, menu)


Placed = tuple[dict[PaneName, Rect], tuple[Sash, ...], tuple[Switch, ...]]


def _one_place(room: Rect, zoom: float, chosen: tuple[PaneName, ...], panes: tuple[PaneName, ...]) -> Placed:
    shown = next((name for name in chosen if name in panes), panes[0])
    switch = round(SWITCH_HEIGHT * zoom)
    rect = Rect(room.x, room.y + switch, room.width, max(1, room.height - switch))
    return {shown: rect}, (), (Switch(Rect(room.x, room.y, room.width, switch), panes, shown),)


def _stacked(
    room: Rect, gap: int, name: Literal["left", "right"], ratio: float, panes: tuple[PaneName, PaneName]
) -> Placed:
    upper_height = round((room.height - gap) * ratio)
    upper = Rect(room.x, room.y, room.width, upper_height)
    sash = Sash(name, Rect(room.x, room.y + upper_height, room.width, gap), False, room.y, room.height - gap)
    lower = Rect(room.x, room.y + upper_height + gap, room.width, room.height - gap - upper_height)
    return {panes[0]: upper, panes[1]: lower}, (sash,), ()
