import pytest

from desktop.scenes.bars import Series
from desktop.scenes.distribution import MOST, distribution


def test_each_outcome_is_counted_in_each_of_the_series() -> None:
    without = Series({"kept": [3, 4, 4, 2], "lost": [1, 0, 0, 2]}, "no lock")
    locked = Series({"kept": [4, 4, 4], "lost": [0, 0, 0]}, "lock")
    found = distribution((without, locked), "updates")
    assert found is not None
    assert found.label == "lost"
    assert [dict(series.values) for series in found.series] == [
        {"0 updates": 2, "1 updates": 1, "2 updates": 1},
        {"0 updates": 3, "1 updates": 0, "2 updates": 0},
    ]
    assert [series.caption for series in found.series] == ["no lock", "lock"]


@pytest.mark.parametrize("values", [{}, {"a": 1.0}, {"a": [1.0]}, {"a": [float("nan"), 1.0]}])
def test_what_is_not_of_several_runs_has_no_distribution(values: dict[str, float]) -> None:
    assert distribution((Series(values),), "") is None
    assert distribution((), "") is None


def test_many_different_values_are_counted_by_ranges_and_each_once() -> None:
    values = [i * 0.01 for i in range(100)]
    found = distribution((Series({"round trip": values}),), "seconds")
    assert found is not None
    counts = found.series[0].values
    assert len(counts) <= MOST
    assert sum(counts.values()) == 100  # type: ignore[arg-type]
