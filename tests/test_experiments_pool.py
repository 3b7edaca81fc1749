"""What the experiments of the topic Pool show: the claims of their lessons."""

import itertools
import math
import re
from multiprocessing.pool import ThreadPool

import psutil
import pytest

from tests.experiments import (
    QUICKEST,
    bars,
    each_start_method,
    holds_once,
    outcome,
    what_to_run,
)
from tests.workers import runs
from workers.messages import Finished, Started
from workers.session import Session


def test_process_per_task_a_pool_is_more_than_100_times_as_fast() -> None:
    def more_than_100_times() -> bool:
        seconds = bars("pool/process_per_task", QUICKEST)
        return seconds["500 processes"] > 100 * seconds["pool, 2nd time"]

    assert holds_once(more_than_100_times)


def test_process_per_task_500_tasks_travel_in_24_chunks() -> None:
    with ThreadPool(6) as pool:
        chunk_size = pool.map_async(abs, range(500))._chunksize  # type: ignore[attr-defined]
    assert math.ceil(500 / chunk_size) == 24


@pytest.mark.parametrize("workers", [1, 6])
def test_apply_does_one_task_after_another_whatever_the_pools_size(workers: int) -> None:
    times = [0.0, *bars("pool/apply", TASKS=4, SECONDS=0.1, WORKERS=workers).values()]
    assert all(later - earlier >= 0.099 for earlier, later in itertools.pairwise(times))


@each_start_method
def test_apply_async_makes_two_rounds_and_gives_results_in_the_order_asked_for(start_method: str) -> None:
    result = outcome(what_to_run("pool/apply_async", start_method, SECONDS=0.2, FIRST_SECONDS=0.4))
    done = list(result.finished.results.values())
    assert len(done) == 10
    assert all(isinstance(time, float) and time >= 0.399 for time in done[6:])  # the second round
    assert isinstance(done[-1], float)
    assert done[-1] < 0.4 + 9 * 0.2
    got = [float(time) for time in re.findall(r"got at +([\d.]+)", result.out)]
    assert len(got) == 10
    assert got == sorted(got)
    assert min(got) >= 0.4


@each_start_method
def test_callback_runs_in_the_one_thread_that_takes_in_results(start_method: str) -> None:
    result = outcome(what_to_run("pool/callback", start_method, BLOCK_SECONDS=0.1))
    parent = re.findall(r"parent is (\d+)", result.out)
    called = re.findall(r"callback in (\d+), (.+)", result.out)
    assert len(called) == 4
    assert {pid for pid, _ in called} == set(parent)
    assert all("_handle_results" in thread for _, thread in called)
    times = [time for time in result.finished.results.values() if isinstance(time, float)]
    assert all(later - earlier >= 0.099 for earlier, later in itertools.pairwise(times))


@each_start_method
def test_callback_that_raises_ends_the_thread_and_get_waits_for_ever(start_method: str) -> None:
    with Session(what_to_run("pool/callback", start_method, RAISE=True, BLOCK_SECONDS=0.0)) as session:
        started = next(message for message in runs.messages(session) if isinstance(message, Started))
        runs.await_line(session, "RuntimeError: an error in the callback")
        # What is left is the main thread in get(), and the threads that hand out tasks and look after the workers.
        runs.until(lambda: psutil.Process(started.pid).num_threads() == 3)
        assert not session.finished
        session.stop()
        printed = [message for message in runs.messages(session) if not isinstance(message, Finished)]
    assert "task 4 was done" not in str(printed)


@each_start_method
def test_close_and_join_finishes_what_the_end_of_a_with_block_drops(start_method: str) -> None:
    result = outcome(what_to_run("pool/close_and_join", start_method))
    assert result.finished.results == {"close, join": 6, "with block": 0}
    assert "join before close: Pool is still running\n" in result.out
    assert "task after close:  Pool not running\n" in result.out


def test_close_and_join_waiting_inside_the_block_gets_all_results() -> None:
    found = bars("pool/close_and_join", SECONDS=0.05, WAIT_INSIDE=True)
    assert found == {"close, join": 6, "with block": 6}
