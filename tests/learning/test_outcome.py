"""What a run showed, held against its lesson."""

import pytest

from desktop.facts import Condition, Facts
from desktop.outcome import changed_constants, fulfilled, outcome
from tests.learning.lessons import FACTS, SCRIPT, ended
from workers.messages import EndReason


def test_a_run_that_shows_the_effect_says_by_which_numbers() -> None:
    found = outcome(FACTS, SCRIPT, SCRIPT, [ended({"updates lost": 7.0})])
    assert (found.verdict, found.shown, found.runs) == ("shown", 1, 1)
    assert found.figures == (("updates lost", "7 s"),)


def test_a_race_that_went_well_is_said_so() -> None:
    assert outcome(FACTS, SCRIPT, SCRIPT, [ended({"updates lost": 0.0})]).verdict == "not_shown"


def test_of_many_runs_it_is_told_how_many_showed_it() -> None:
    runs = [ended({"updates lost": float(lost)}) for lost in (0, 3, 5)]
    found = outcome(FACTS, SCRIPT, SCRIPT, runs)
    assert (found.verdict, found.shown, found.runs) == ("shown", 2, 3)
    assert found.figures == (("updates lost", "0 s – 5 s"),)


def test_a_changed_script_is_not_what_was_asked_about() -> None:
    changed = SCRIPT.replace("False", "True")
    found = outcome(FACTS, SCRIPT, changed, [ended({"updates lost": 0.0})])
    assert (found.verdict, found.changed) == ("changed", ("USE_LOCK = True",))
    assert changed_constants(SCRIPT, SCRIPT + "\n# a remark") == ()


@pytest.mark.parametrize("reason", [EndReason.STOPPED, EndReason.LOST, EndReason.NOT_STARTED])
def test_a_run_that_did_not_come_to_its_end_says_nothing(reason: EndReason) -> None:
    assert outcome(FACTS, SCRIPT, SCRIPT, [ended({"updates lost": 1.0}, reason)]).verdict == "no_outcome"


def test_where_hanging_is_the_effect_a_stopped_run_shows_it() -> None:
    facts = Facts(answer=1, minutes=5, hangs=True)
    assert outcome(facts, "", "", [ended(reason=EndReason.STOPPED)]).verdict == "shown"
    assert outcome(facts, "", "", [ended()]).verdict == "not_shown"


def test_the_output_may_be_what_shows_it() -> None:
    facts = Facts(answer=1, minutes=5, printed=r"left: +\d")
    assert outcome(facts, "", "", [ended(output="at first\nleft:   3\n")]).verdict == "shown"
    assert outcome(facts, "", "", [ended(output="left\n")]).verdict == "not_shown"


@pytest.mark.parametrize(
    ("condition", "fits"),
    [
        (Condition("a", above=1), True),
        (Condition("a", above=2), False),
        (Condition("a", below=2), False),
        (Condition("a", equal=2), True),
        (Condition("many", equal=2), True),
        (Condition("b", over="a", above=4, below=6), True),
        (Condition("b", minus="a", equal=8), True),
        (Condition("b", over="zero", above=0), False),
        (Condition("*", equal=10), True),
        (Condition("missing", above=0), False),
        (Condition("a", minus="missing", above=0), False),
        (Condition("empty", above=0), False),
    ],
)
def test_conditions(condition: Condition, fits: bool) -> None:
    assert fulfilled(condition, {"a": 2.0, "b": 10.0, "zero": 0.0, "many": [1.0, 2.0, 9.0], "empty": []}) is fits
