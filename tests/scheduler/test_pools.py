"""Pools: each task and each callback is an actor of its own."""

from pathlib import Path

from tests.scheduler.runs import explored, followed, outcomes, script

COUNT = """
    def keep(value):
        global counter
        counter = value

    def work(number):
        counter.value += 1
        return number
"""
COUNT_MAIN = """
    value = Value("i", 0)
    with Pool(2, keep, (value,)) as pool:
        {use}
    results = {{"counted": value.value}}
"""


def test_tasks_in_two_workers_can_lose_an_update(tmp_path: Path) -> None:
    found = explored(script(tmp_path, COUNT, COUNT_MAIN.format(use="pool.map(work, range(2), 1)")))
    assert found.exhausted
    assert outcomes(found) == {"counted: 1": 2, "counted: 2": 2}


def test_a_task_is_known_by_its_number_whichever_worker_runs_it(tmp_path: Path) -> None:
    path = script(tmp_path, COUNT, COUNT_MAIN.format(use="[pool.apply(work, (one,)) for one in range(3)]"))
    ran, _ = followed(path)
    tasks = [step.actor for step in ran.steps if step.op == "Pool.task"]
    assert tasks == ["task 1", "task 2", "task 3"]
    assert ran.outcome.text == "counted: 3"


def test_no_more_tasks_run_than_there_are_workers(tmp_path: Path) -> None:
    path = script(tmp_path, COUNT, COUNT_MAIN.format(use="pool.map(work, range(4), 1)"))
    _, moments = followed(path)
    at_once = {sum(one.actor.startswith("task ") for one in moment.waiting) for moment in moments}
    assert max(at_once) == 2


def test_a_callback_that_waits_for_the_next_result_is_a_deadlock(tmp_path: Path) -> None:
    body = """
    def work(number):
        return number

    def ask_for_the_other(value):
        second.get()
    """
    main = """
    with Pool(2) as pool:
        first = pool.apply_async(work, (1,), callback=ask_for_the_other)
        second = pool.apply_async(work, (2,))
        first.get()
    """
    ran, _ = followed(script(tmp_path, body, main))
    assert ran.last.deadlock is not None
    assert {one.actor for one in ran.last.deadlock.blocked} == {"main", "callback 1"}
