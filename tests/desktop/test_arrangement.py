from itertools import combinations

import pytest

from desktop.layout import Arrangement, PaneName, Ratios, Rect, arrange

ALL: tuple[PaneName, ...] = ("lesson", "code", "chart", "output")
SIZES = [(480, 320), (1024, 700), (1280, 740), (1920, 1000), (3840, 2000)]
ZOOMS = [0.8, 1.0, 1.25, 2.0, 3.0]


def rects(found: Arrangement) -> list[Rect]:
    places = [*found.panes.values(), *(s.rect for s in found.sashes), *(s.rect for s in found.switches)]
    return [*places, *(rect for rect in (found.experiments, found.menu) if rect is not None)]


def overlap(one: Rect, other: Rect) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("zoom", ZOOMS)
def test_nothing_overlaps_and_nothing_leaves_the_room(size: tuple[int, int], zoom: float) -> None:
    found = arrange(*size, zoom, Ratios(), ALL)
    assert not [pair for pair in combinations(rects(found), 2) if overlap(*pair)]
    for rect in rects(found):
        assert rect.x >= 0
        assert rect.y >= 0
        assert rect.x + rect.width <= size[0]
        assert rect.y + rect.height <= size[1]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("zoom", ZOOMS)
def test_every_pane_is_there_or_one_press_away(size: tuple[int, int], zoom: float) -> None:
    found = arrange(*size, zoom, Ratios(), ALL)
    assert set(found.panes) | {name for switch in found.switches for name in switch.panes} == set(ALL)
    assert (found.experiments is None) != (found.menu is None)
    for name in ALL:
        assert name in arrange(*size, zoom, Ratios(), (name, *ALL)).panes


def test_panes_fold_as_the_zoom_grows() -> None:
    assert len(arrange(1280, 690, 1.0, Ratios(), ALL).panes) == 4
    assert len(arrange(1280, 690, 2.0, Ratios(), ALL).panes) == 2
    assert len(arrange(1024, 660, 2.0, Ratios(), ALL).panes) == 1


def test_a_drag_gives_one_side_more() -> None:
    before = arrange(1280, 690, 1.0, Ratios(), ALL).panes["code"]
    after = arrange(1280, 690, 1.0, Ratios(columns=0.8), ALL).panes["code"]
    assert after.width > before.width
