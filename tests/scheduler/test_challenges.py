"""The challenges: each script can go wrong, which exploring finds; repaired, it cannot any more."""

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.scheduler.runs import explored
from workers.catalog import CHALLENGE_ORDER

FOLDER = Path(__file__).parents[2] / "workers" / "challenges"


class Case(NamedTuple):
    """What is bad (a kind of outcome, or a text in it), and a repair: texts to be replaced."""

    bad: str
    repair: tuple[tuple[str, str], ...]
    sample: int | None = None


CASES = {
    "lost_update": Case("exception", (("    tickets.value -= 1", "    with lock:\n        tickets.value -= 1"),)),
    "check_then_act": Case(
        "exception",
        (('    if "cake" in shelf:\n        shelf', '    with lock:\n        if "cake" in shelf:\n            shelf'),),
    ),
    "wrong_reader": Case("exception", (("to_bob = to_ann", "to_bob = SimpleQueue()"),)),
    "opposite_order": Case("deadlock", (("args=(fork, knife)", "args=(knife, fork)"),)),
    "philosophers": Case(
        "deadlock", (("forks[seat], forks[(seat + 1) % 3]", "*sorted((forks[seat], forks[(seat + 1) % 3]), key=id)"),)
    ),
    "join_before_get": Case(
        "deadlock",
        (
            ("    child.join()\n", ""),
            ('parcels.get()), "bytes")', 'parcels.get()), "bytes")\n    child.join()'),
        ),
    ),
    "cleared_too_early": Case(
        "deadlock", (("    green.clear()\n    car.join()", "    car.join()\n    green.clear()"),)
    ),
    "released_too_often": Case("exception", (("    places.release()\n", ""),), sample=60),
    "one_short": Case("deadlock", (("Barrier(3)", "Barrier(2)"),), sample=20),
    "missed_notification": Case("deadlock", (("kitchen.wait()", "kitchen.wait_for(lambda: ready.value)"),), sample=40),
    "callback_that_waits": Case("deadlock", (("callback=add_the_other", "callback=print"),), sample=10),
    "shared_end": Case(
        "exception",
        (("    end.send_bytes(letter * SIZE)", "    with lock:\n        end.send_bytes(letter * SIZE)"),),
        sample=20,
    ),
}


def bad_ways(path: Path, case: Case) -> list[str]:
    found = explored(path, case.sample)
    assert case.sample is not None or found.exhausted
    return [way.outcome.text for way in found.ways if case.bad == way.outcome.kind or case.bad in way.outcome.text]


@pytest.mark.parametrize("name", CASES)
def test_it_goes_wrong_under_some_schedule_and_repaired_under_none(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    assert bad_ways(FOLDER / f"{name}.py", case)
    text = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    for old, new in case.repair:
        assert old in text
        text = text.replace(old, new)
    repaired = tmp_path / f"{name}.py"
    repaired.write_text(text, encoding="utf-8")
    assert not bad_ways(repaired, case)


def test_every_challenge_is_tested() -> None:
    assert {path.stem for path in FOLDER.glob("*.py")} == set(CASES) == set(CHALLENGE_ORDER)
