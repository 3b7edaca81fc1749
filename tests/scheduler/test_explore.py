"""What exploring finds: each claim that something can go wrong, and each claim that it cannot any more."""

from math import factorial
from pathlib import Path

import pytest

from tests.scheduler.runs import explored, kinds, outcomes, script

TAKE_TWO = """
    def eat(first, second):
        with first:
            with second:
                print("eats")
"""


@pytest.mark.parametrize("processes", [2, 3])
def test_every_order_of_reads_and_writes_is_seen_once(processes: int) -> None:
    found = explored("manager/lost_update", PROCESSES=processes)
    # The writes in any order; each read before its own write and after any number of the writes that come earlier.
    assert (found.schedules, found.exhausted) == (factorial(processes) ** 2, True)
    kept_all = f"updates kept: {processes}, updates lost: 0"
    assert outcomes(found)[kept_all] == factorial(processes)  # only those that go one after another


def test_a_lock_around_the_update_leaves_nothing_to_lose() -> None:
    found = explored("manager/lost_update", PROCESSES=2, USE_LOCK=True)
    assert outcomes(found) == {"updates kept: 2, updates lost: 0": 2}
    assert found.exhausted


@pytest.mark.parametrize("start_method", ["spawn", "forkserver"])
def test_other_start_methods_have_the_same_outcomes(start_method: str) -> None:
    found = explored("manager/lost_update", start_method=start_method, PROCESSES=2)
    assert outcomes(found) == {"updates kept: 2, updates lost: 0": 2, "updates kept: 1, updates lost: 1": 2}


def test_an_addition_to_a_value_can_be_lost_and_not_with_its_lock() -> None:
    assert "kept: 1, lost: 1" in outcomes(explored("locks/value", PROCESSES=2, TIMES=1))
    assert set(outcomes(explored("locks/value", PROCESSES=2, TIMES=1, USE_LOCK=True))) == {"kept: 2, lost: 0"}


def test_two_locks_in_opposite_order_are_a_deadlock(tmp_path: Path) -> None:
    path = script(
        tmp_path,
        TAKE_TWO,
        """
        knife, fork = Lock(), Lock()
        ann = Process(name="Ann", target=eat, args=(knife, fork))
        bob = Process(name="Bob", target=eat, args=(fork, knife))
        ann.start()
        bob.start()
        ann.join()
        bob.join()
        """,
    )
    found = explored(path)
    assert found.exhausted
    assert kinds(found) == {"output", "deadlock"}
    (deadlock,) = (way for way in found.ways if way.outcome.kind == "deadlock")
    assert (
        deadlock.outcome.text == "Ann waits in Lock.acquire of fork for Bob; Bob waits in Lock.acquire of knife for Ann"
    )
    assert deadlock.shortest == ("main", "main", "Ann", "Bob")


@pytest.mark.parametrize("turned_round", [False, True])
def test_three_philosophers_starve_unless_one_turns_round(tmp_path: Path, turned_round: bool) -> None:
    path = script(
        tmp_path,
        TAKE_TWO,
        f"""
        forks = [Lock() for _ in range(3)]
        pairs = [(0, 1), (1, 2), {(0, 2) if turned_round else (2, 0)}]
        for left, right in pairs:
            Process(target=eat, args=(forks[left], forks[right])).start()
        """,
    )
    found = explored(path)
    assert found.exhausted
    assert ("deadlock" in kinds(found)) is not turned_round


def test_an_exception_is_an_outcome(tmp_path: Path) -> None:
    body = """
    def check_then_act(shared):
        if "key" in shared:
            shared.pop("key")
    """
    main = """
    with Manager() as manager:
        shared = manager.dict(key=1)
        processes = [Process(target=check_then_act, args=(shared,)) for _ in range(2)]
        [process.start() for process in processes]
        [process.join() for process in processes]
    """
    found = explored(script(tmp_path, body, main))
    assert found.exhausted
    assert kinds(found) == {"output", "exception"}
    assert any("KeyError: 'key'" in text for text in outcomes(found))


def test_chance_is_the_same_for_the_same_seed() -> None:
    first, again = (explored("locks/value", 6, seed=7, PROCESSES=2, TIMES=2) for _ in range(2))
    assert first.ways == again.ways
    assert not first.exhausted


def test_a_script_that_never_ends_is_cut(tmp_path: Path) -> None:
    body = """
    def wait(event):
        while not event.is_set():
            pass
    """
    main = """
    event = Event()
    Process(target=wait, args=(event,), daemon=True).start()
    while True:
        event.is_set()
    """
    found = explored(script(tmp_path, body, main), 1)
    assert kinds(found) == {"cut"}
    assert not found.exhausted
