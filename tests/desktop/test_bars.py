from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.scenes.bars import Series, Values, bars, merged, table
from desktop.scenes.scale import scale_for
from desktop.scenes.shapes import Box, Disc, Scene, Text, TextStyle
from desktop.scenes.units import written


def measure(text: str, _style: TextStyle) -> tuple[float, float]:
    return 7.0 * max(map(len, text.split("\n"))), 16.0


def draw(
    *values: Values, width: float = 600, height: float = 300, logarithmic: bool = False, unit: str = "seconds"
) -> Scene:
    series = [Series(v, f"run {i}" if len(values) > 1 else "") for i, v in enumerate(values)]
    return bars(series, unit, width, height, measure, logarithmic=logarithmic)


def values_of(scene: Scene) -> dict[str, str]:
    return {s.id.removeprefix("value:"): s.text for s in scene if isinstance(s, Text) and s.id.startswith("value:")}


def bar(scene: Scene, label: str) -> Box:
    return next(s for s in scene if isinstance(s, Box) and s.id == f"bar:{label}")


def extent(text: Text) -> tuple[float, float, float, float]:
    wide, line = measure(text.text, text.style)
    high = line * (text.text.count("\n") + 1)
    left = text.x - (0 if text.anchor.endswith("w") else wide if text.anchor.endswith("e") else wide / 2)
    top = text.y - (0 if text.anchor.startswith("n") else high if text.anchor.startswith("s") else high / 2)
    return left, top, left + wide, top + high


def test_values_are_written_on_the_bars() -> None:
    assert values_of(draw({"fork": 0.0012, "spawn": 3.4})) == {"fork": "1.2 ms", "spawn": "3.4 s"}


def test_a_thousandth_beside_thirty_is_seen_on_a_log_axis() -> None:
    scene = draw({"fast": 0.001, "slow": 30.0}, logarithmic=True)
    fast, slow = bar(scene, "fast"), bar(scene, "slow")
    assert fast.bottom - fast.top > 10
    assert slow.bottom - slow.top > 2 * (fast.bottom - fast.top)


def test_a_list_is_its_median_and_a_dot_for_each_number() -> None:
    scene = draw({"waits": [1.0, 2.0, 9.0]})
    assert values_of(scene) == {"waits": "2 s"}
    assert len([s for s in scene if isinstance(s, Disc)]) == 3


def test_runs_before_stand_faded_beside_the_newest() -> None:
    scene = draw({"left": 15}, {"left": 40}, unit="updates")
    newest = bar(scene, "left")
    (earlier,) = (s for s in scene if isinstance(s, Box) and s.id.startswith("earlier:"))
    assert (newest.fill, earlier.fill) == ("bar", "bar_faded")
    assert earlier.right <= newest.left
    assert {s.text for s in scene if isinstance(s, Text) and s.id.startswith("caption:")} == {"run 0", "run 1"}


def test_long_labels_fold_or_the_bars_lie_down() -> None:
    label = "a label that goes on and on, with many words, as people write them"
    scene = draw({label: 1.0, "short": 2.0, **{f"{label} {i}": float(i) for i in range(8)}}, width=500)
    box = bar(scene, "short")
    assert box.right - box.left > box.bottom - box.top


def test_numbers_that_are_none_are_no_bars_and_no_error() -> None:
    assert draw({}) == ()
    assert values_of(draw({"nan": float("nan"), "one": 1.0}))["one"] == "1 s"
    assert values_of(draw({"minus": -5, "plus": 5}, unit="")) == {"minus": "-5", "plus": "5"}
    assert values_of(draw({"zero": 0, "one": 1}, unit="", logarithmic=True)) == {"zero": "0", "one": "1"}


@given(
    st.dictionaries(
        st.text(alphabet="abc 一二", min_size=1, max_size=30), st.floats(-1e6, 1e9), min_size=1, max_size=14
    ),
    st.integers(260, 1200),
    st.booleans(),
)
def test_no_text_is_cut_or_on_top_of_another(values: dict[str, float], width: int, logarithmic: bool) -> None:
    scene = draw(values, width=width, height=260, logarithmic=logarithmic)
    texts = [extent(s) for s in scene if isinstance(s, Text) and s.text and not s.id.startswith("label:")]
    for left, top, right, _ in texts:
        assert left >= -1
        assert right <= width + 1
        assert top >= -1
    for (l1, t1, r1, b1), (l2, t2, r2, b2) in combinations(texts, 2):
        assert r1 <= l2 + 1 or r2 <= l1 + 1 or b1 <= t2 + 1 or b2 <= t1 + 1


def test_several_runs_are_one_result_with_all_their_numbers() -> None:
    assert merged([{"a": 1, "b": [2, 3]}, {"a": 4}]) == {"a": [1.0, 4.0], "b": [2.0, 3.0]}


def test_the_table_has_every_number_in_full() -> None:
    assert table([Series({"a": 0.123456789}), Series({"b": 2})]) == (("a", "0.123456789", ""), ("b", "", "2"))


@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=10), st.booleans())
def test_an_axis_holds_all_its_values_and_few_ticks(values: list[float], logarithmic: bool) -> None:
    scale = scale_for(values, logarithmic)
    assert all(0 <= scale.fraction(v) <= 1 for v in values)
    assert 1 <= len(scale.ticks()) <= 12


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.0012, "seconds", "1.2 ms"),
        (3.4, "seconds", "3.4 s"),
        (0.9996, "seconds", "1 s"),
        (4.2e-6, "seconds", "4.2 µs"),
        (83, "seconds", "83 s"),
        (0, "seconds", "0 s"),
        (12_000_000, "bytes", "12 MB"),
        (65_536, "bytes", "65.5 kB"),
        (41_000, "", "41\N{NARROW NO-BREAK SPACE}000"),
        (100, "updates", "100 updates"),
        (0.3333, "", "0.33"),
        (float("inf"), "seconds", "–"),
    ],
)
def test_numbers_are_written_as_people_read_them(value: float, unit: str, text: str) -> None:
    assert written(value, unit) == text
