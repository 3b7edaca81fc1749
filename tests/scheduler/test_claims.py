"""Each lesson that says that something can go wrong: exploring finds it. Each repaired twin: exploring does not."""

from typing import Any

import pytest

from tests.scheduler.runs import explored, outcomes

SAMPLE = 24


def texts(name: str, schedules: int | None = SAMPLE, **constants: Any) -> str:
    return "\n".join(outcomes(explored(name, schedules, **constants)))


def test_the_deadlock_of_two_locks() -> None:
    assert "wait for ever: 2" in texts("locks/deadlock")
    assert "wait for ever: 0" in (said := texts("locks/deadlock", IN_ORDER=True))
    assert "wait for ever: 2" not in said


def test_philosophers_can_starve() -> None:
    # That they cannot once one turns round is held by test_explore: here the parent may lose patience first.
    assert "philosopher 1: 0, philosopher 2: 0" in texts("locks/philosophers", SEATS=2, MEALS=1)


def test_join_before_get_waits_in_vain() -> None:
    assert "1000000 bytes: 0.5" in texts("queue/join_before_get", 2)
    assert "1000000 bytes: 0\n" in texts("queue/join_before_get", 2, GET_FIRST=True) + "\n"


def test_a_forgotten_task_done_is_a_deadlock() -> None:
    assert "JoinableQueue.join" in texts("queue/joinable", 2, CALL_TASK_DONE=False)
    assert "waits in" not in texts("queue/joinable", 2)


def test_an_end_left_open_is_a_deadlock() -> None:
    assert "main waits in Connection.recv" in texts("pipe/closing_ends", 2, CLOSE_PARENT_END=False)
    assert "waits in" not in texts("pipe/closing_ends", None, MESSAGES=1)


@pytest.mark.parametrize(("sentinels", "ended"), [(1, 1), (3, 3)])
def test_one_sentinel_ends_one_consumer(sentinels: int, ended: int) -> None:
    assert f"ended: {ended}" in texts("queue/sentinel", 2, SENTINELS=sentinels)


def test_two_writers_on_one_end_mix_up_long_messages_but_not_with_a_lock() -> None:
    broken = texts("pipe/shared_end", 12, MESSAGES=1).splitlines()
    assert any("arrived whole: 2" not in one for one in broken)
    assert texts("pipe/shared_end", 12, MESSAGES=1, USE_LOCK=True) == "sent: 2, arrived whole: 2"
