"""Locks: what its experiments show, and what their lessons claim."""

import os
import re
import sys
from multiprocessing import Manager, Process
from multiprocessing.synchronize import Lock as LockType

import pytest

from tests.experiments import QUICKEST, bars, each_start_method, holds_once, only_on_linux, outcome, what_to_run

# For locks, where the way in which a process starts makes no difference to what is shown.
in_two_ways = pytest.mark.parametrize("start_method", sorted({QUICKEST or "spawn", "spawn"}))


@in_two_ways
def test_lock_without_it_all_read_the_same_number(start_method: str) -> None:
    result = outcome(what_to_run("locks/lock", start_method, SECONDS=0.5))
    assert result.out.count("reads  0") == 4
    assert result.out.endswith("added 1 each: 1\n")


def test_lock_with_it_one_after_another_and_none_is_lost() -> None:
    result = outcome(what_to_run("locks/lock", USE_LOCK=True, SECONDS=0.1))
    assert re.findall(r"(?:reads|writes) +(\d)", result.out) == list("01122334")
    assert result.out.endswith("added 1 each: 4\n")
    done = sorted(time for time in result.finished.results.values() if isinstance(time, float))
    assert all(time >= 0.099 * number for number, time in enumerate(done, start=1))


def test_rlock_a_lock_stops_its_holder_and_may_be_released_by_anybody() -> None:
    result = outcome(what_to_run("locks/rlock", PATIENCE=0.1))
    first, *others = (value for value in result.finished.results.values() if isinstance(value, float))
    assert first < 0.1
    assert all(waited >= 0.099 for waited in others)
    assert result.out.endswith("child:  I released the parent's lock\n")


def test_rlock_an_rlock_counts_and_belongs_to_its_holder() -> None:
    result = outcome(what_to_run("locks/rlock", KIND="RLock", PATIENCE=30.0))
    assert result.out.count("taken\n") == 3
    assert "<RLock(MainProcess, 3)>" in result.out
    assert result.out.endswith("attempt to release recursive lock not owned by thread\n")


def test_semaphore_as_many_are_parked_as_there_are_places() -> None:
    result = outcome(what_to_run("locks/semaphore", SECONDS=0.3))
    assert result.out.endswith("parked at a time: 3 at most\n")
    came = list(result.finished.results.values())
    assert len(came) == 6
    assert all(
        isinstance(later, float) and isinstance(first, float) and later - first >= 0.299
        for first, later in zip(came[:3], came[3:], strict=True)
    )


def test_semaphore_one_release_too_many_makes_a_place_more() -> None:
    result = outcome(what_to_run("locks/semaphore", EXTRA_RELEASES=1, SECONDS=0.3))
    assert result.out.endswith("parked at a time: 4 at most\n")


@pytest.mark.skipif(sys.platform == "darwin", reason="there a semaphore does not tell its number")
def test_semaphore_a_bounded_one_does_not_allow_it() -> None:
    run = what_to_run("locks/semaphore", EXTRA_RELEASES=1, KIND="BoundedSemaphore", SECONDS=0.3)
    result = outcome(run)
    assert result.out.startswith("ValueError: ")
    assert result.out.endswith("parked at a time: 3 at most\n")


@in_two_ways
def test_event_all_go_and_the_late_one_need_not_wait(start_method: str) -> None:
    result = outcome(what_to_run("locks/event", start_method, RED=0.3, PATIENCE=30.0))
    *waited, late = (value for value in result.finished.results.values() if isinstance(value, float))
    assert len(waited) == 4
    assert all(seconds >= 0.299 for seconds in waited)
    assert late < 0.3
    assert result.out.count(" drives after") == 5


def test_event_once_it_is_cleared_the_late_one_waits() -> None:
    found = outcome(what_to_run("locks/event", CLEAR="when all have gone", PATIENCE=0.5, RED=0.1))
    assert found.out.count(" drives after") == 4
    assert "late car: does not drive" in found.out


def test_event_cleared_at_once_may_be_missed_by_those_who_wait() -> None:
    def missed_by_one_at_least() -> bool:
        result = outcome(what_to_run("locks/event", CLEAR="at once", PATIENCE=1.0, RED=0.05, CARS=8))
        waited = [value for label, value in result.finished.results.items() if label != "late car"]
        # They did not wait to the end of their patience: they were woken, and saw red.
        assert all(isinstance(seconds, float) and seconds < 1 for seconds in waited)
        return len(re.findall(r"car \d: does not drive", result.out)) > 0

    assert holds_once(missed_by_one_at_least)


def test_condition_a_call_before_the_wait_is_lost() -> None:
    found = bars("locks/condition", PAUSE=0.1, PATIENCE=0.4)
    assert found["cook first"] >= 0.399
    found = bars("locks/condition", PAUSE=0.1, PATIENCE=30.0, USE_WAIT_FOR=True)
    assert found["guest first"] >= 0.099
    assert found["cook first"] < 0.1


def test_barrier_all_go_on_when_the_last_has_come() -> None:
    result = outcome(what_to_run("locks/barrier", PATIENCE=30.0))
    assert result.out.count(": go") == 4
    assert result.out.count("I lock the door") == 1


def test_barrier_one_short_nobody_passes_and_all_learn_it_from_the_first() -> None:
    result = outcome(what_to_run("locks/barrier", RUNNERS=3, PATIENCE=0.8))
    assert result.out.count("BrokenBarrierError()") == 3
    waited = [value for value in result.finished.results.values() if isinstance(value, float)]
    assert waited == sorted(waited, reverse=True)
    assert waited[0] >= 0.799
    assert waited[2] < 0.8


def test_barrier_the_fifth_waits_for_a_second_round() -> None:
    result = outcome(what_to_run("locks/barrier", RUNNERS=5, SECONDS=0.05, PATIENCE=1.0))
    assert result.out.count(": go") == 4
    assert result.out.count("BrokenBarrierError()") == 1


@in_two_ways
def test_deadlock_in_opposite_order_nobody_eats(start_method: str) -> None:
    result = outcome(what_to_run("locks/deadlock", start_method, PATIENCE=0.4))
    assert result.finished.results == {"have eaten": 0, "wait for ever": 2}
    assert "eats" not in result.out


def test_deadlock_in_one_order_both_eat() -> None:
    found = bars("locks/deadlock", IN_ORDER=True, PAUSE=0.1, PATIENCE=30.0)
    assert found == {"have eaten": 2, "wait for ever": 0}


def test_philosophers_all_starve_when_each_holds_one_fork() -> None:
    # Without thinking, and with time between the forks, that is so in the first round.
    result = outcome(what_to_run("locks/philosophers", THINK=0.0, PAUSE=0.2))
    assert set(result.finished.results.values()) == {0}
    assert result.out.count("starves") == 5


def test_philosophers_with_an_order_of_forks_all_eat() -> None:
    found = bars("locks/philosophers", LAST_TURNS_ROUND=True, MEALS=15)
    assert list(found.values()) == [15] * 5


def test_value_additions_are_lost_without_its_lock_and_none_with_it() -> None:
    assert holds_once(lambda: bars("locks/value")["lost"] > 0)
    assert bars("locks/value", USE_LOCK=True) == {"kept": 40_000, "lost": 0}


@in_two_ways
def test_killed_holder_the_lock_is_given_back_by_leaving_the_block_only(start_method: str) -> None:
    waited = bars("locks/killed_holder", start_method, PATIENCE=0.2)
    assert [seconds >= 0.199 for seconds in waited.values()] == [False, False, True]


def test_killed_holder_without_with_an_exit_leaves_the_lock_behind() -> None:
    waited = bars("locks/killed_holder", USE_WITH=False, PATIENCE=0.2)
    assert [seconds >= 0.199 for seconds in waited.values()] == [False, True, True]


def test_killed_holder_a_managers_lock_stays_locked_too() -> None:
    with Manager() as manager:
        lock = manager.Lock()
        process = Process(target=_take_and_die, args=(lock,))
        process.start()
        process.join()
        assert process.exitcode == 3
        assert not lock.acquire(True, 0.2)


def _take_and_die(lock: LockType) -> None:
    lock.acquire()
    os._exit(3)


@only_on_linux
@each_start_method
def test_what_is_a_lock_a_semaphore_without_a_socket(start_method: str) -> None:
    result = outcome(what_to_run("locks/what_is_a_lock", start_method, TIMES=500))
    at_first, with_lock = re.findall(r"sockets (?:at first|with Lock): +(\d+)", result.out)
    assert at_first == with_lock
    assert {int(number) for number in re.findall(r"  sockets: (\d+)", result.out)} == {int(at_first) + 1}
    assert re.search(r"file:  /dev/shm/sem\.\w+ \(deleted\)\n", result.out)
    assert ("name:  none\n" in result.out) == (start_method == "fork")
    semaphore, file_socket, network_socket = result.finished.results
    assert (semaphore, file_socket, network_socket) == ("Lock", "Manager, AF_UNIX", "Manager, AF_INET")


def test_what_is_a_lock_a_message_costs_more_than_100_times_as_much() -> None:
    def more_than_100_times() -> bool:
        semaphore, *asked_for = bars("locks/what_is_a_lock").values()
        return min(asked_for) > 100 * semaphore

    assert holds_once(more_than_100_times)
