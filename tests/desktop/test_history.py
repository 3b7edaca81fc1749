from desktop.history import MOST_SERIES, Record, series
from desktop.run_state import RunState
from desktop.words import Words
from tests.desktop.fakes import finished


def ended(
    value: float, source: str = "USE_LOCK = False  # lock\n", unit: str = "updates", method: str = "fork"
) -> RunState:
    state = RunState("manager/lost_update", source, start_method=method, watched=False)
    state.finished = finished(results={"left": value}, results_unit=unit)
    return state


def test_the_newest_results_come_first_and_only_a_few_are_kept() -> None:
    record = Record()
    for value in range(10):
        record.take([ended(value)])
    assert [outcome.values["left"] for outcome in record.outcomes] == [9, 8, 7, 6][:MOST_SERIES]


def test_a_comparison_says_what_was_different() -> None:
    record = Record()
    record.take([ended(17)])
    record.take([ended(0, "USE_LOCK = True  # lock\n")])
    record.take([ended(0, "USE_LOCK = True  # lock\n", method="spawn")])
    captions = [one.caption for one in series(record.outcomes, Words("en"))]
    assert captions == [
        "this run · USE_LOCK = True · spawn",
        "1 before · USE_LOCK = True · fork",
        "2 before · USE_LOCK = False · fork",
    ]


def test_another_unit_begins_anew() -> None:
    record = Record()
    record.take([ended(17)])
    record.take([ended(0.5, unit="seconds")])
    assert [outcome.unit for outcome in record.outcomes] == ["seconds"]


def test_a_run_without_results_keeps_those_before() -> None:
    record = Record()
    record.take([ended(17)])
    state = ended(0)
    state.finished = finished()
    record.take([state])
    assert len(record.outcomes) == 1
    assert record.ended


def test_ten_runs_are_one_outcome_with_every_number() -> None:
    record = Record()
    record.take([ended(value) for value in range(10)])
    assert record.outcomes[0].values == {"left": list(map(float, range(10)))}
    assert record.outcomes[0].runs == 10
