"""What the experiments of the topic Pool show: the claims of their lessons."""

import functools
import inspect
import itertools
import math
import os
import pickle
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


@each_start_method
def test_initializer_runs_once_in_each_worker(start_method: str) -> None:
    result = outcome(what_to_run("pool/initializer", start_method))
    assert result.finished.results == {"tasks": 12, "calls of initialize": 3}
    assert len(set(re.findall(r"worker (\d+) has the lock", result.out))) == 3


def test_initializer_a_lock_cannot_be_an_argument_of_a_task() -> None:
    assert "  RuntimeError: Lock objects should only be shared" in outcome(what_to_run("pool/initializer")).out


def test_size_tasks_that_wait_gain_from_every_worker() -> None:
    def about_16_times() -> bool:
        seconds = bars("pool/size", KIND="wait")
        return 8 < seconds["pool of 1"] / seconds["pool of 16"] < 24

    assert holds_once(about_16_times)


def test_size_tasks_that_calculate_gain_little_beyond_the_cores() -> None:
    def little() -> bool:
        seconds = bars("pool/size")
        return seconds["pool of 16"] > seconds["pool of 1"] / (2 * (os.cpu_count() or 1))

    assert holds_once(little)


def test_chunks_the_whole_work_in_one_chunk_is_done_by_one_worker() -> None:
    seconds = bars("pool/chunks")
    assert list(seconds) == ["chunks of 1", "chunks of 25", "chunks of 200", "chunks of 400"]
    assert seconds["chunks of 400"] >= 400 * 0.001
    assert seconds["chunks of 200"] >= 200 * 0.001
    assert holds_once(lambda: max(found := bars("pool/chunks"), key=lambda name: found[name]) == "chunks of 400")


def test_chunks_of_1_are_the_slowest_where_only_messages_cost() -> None:
    def smallest_is_slowest() -> bool:
        seconds = bars("pool/chunks", SECONDS=0)
        return max(seconds, key=lambda name: seconds[name]) == "chunks of 1"

    assert holds_once(smallest_is_slowest)


def test_chunks_the_defaults_are_what_the_lesson_says() -> None:
    with ThreadPool(4) as pool:
        assert pool.map_async(abs, range(400))._chunksize == 25  # type: ignore[attr-defined]
        for method in (pool.imap, pool.imap_unordered):
            assert inspect.signature(method).parameters["chunksize"].default == 1


@pytest.mark.parametrize(("get", "callback", "noticed"), [(False, False, 0), (True, False, 1), (False, True, 1)])
def test_errors_are_noticed_by_who_asks_or_has_left_a_callback(get: bool, callback: bool, noticed: int) -> None:
    result = outcome(what_to_run("pool/errors", GET=get, CALLBACK=callback))
    assert result.finished.results == {"tasks": 4, "errors": 1, "noticed": noticed}
    assert ("get: ZeroDivisionError" in result.out) == get
    assert ("error_callback: ZeroDivisionError" in result.out) == callback


@each_start_method
def test_killed_worker_a_pool_is_silent_and_an_executor_says_so(start_method: str) -> None:
    result = outcome(what_to_run("pool/killed_worker", start_method, PATIENCE=1.0))
    assert "Pool: after 1.0 s a result: False" in result.out
    assert "1 new worker" in result.out
    assert "ProcessPoolExecutor: BrokenProcessPool" in result.out


def test_ordering_imap_keeps_the_order_and_imap_unordered_does_not() -> None:
    result = outcome(what_to_run("pool/ordering"))
    order = re.findall(r"(?:(\w+):\n)?  task (\d) after ([\d.]+) s\n", result.out)
    tasks = [int(task) for _, task, _ in order]
    assert tasks[:12] == [1, 2, 3, 4] * 3
    assert sorted(tasks[12:]) == [1, 2, 3, 4]
    first = {name: time for name, time in result.finished.results.items() if isinstance(time, float)}
    assert min(first["map"], first["starmap"]) >= 0.399
    assert first["imap"] >= 0.199
    assert first["imap_unordered"] >= 0.099


def test_ordering_what_is_done_first_comes_first_only_from_imap_unordered() -> None:
    def as_the_lesson_says() -> bool:
        result = outcome(what_to_run("pool/ordering"))
        imap = result.finished.results["imap"]
        return isinstance(imap, float) and imap < 0.39 and "imap_unordered:\n  task 3" in result.out

    assert holds_once(as_the_lesson_says)


@each_start_method
def test_pickling_a_lambda_and_a_generator_never_reach_a_worker(start_method: str) -> None:
    result = outcome(what_to_run("pool/pickling", start_method))
    assert "a list:      499500\n" in result.out
    assert "a function:  6\n" in result.out
    assert re.search(r"a lambda: +\w*Error\n", result.out)
    assert "a generator: TypeError\n" in result.out
    sizes = list(result.finished.results.values())
    assert isinstance(sizes[0], float | int)
    assert 12 <= sizes[0] < 100


def test_pickling_a_partial_can_be_sent() -> None:
    assert pickle.loads(pickle.dumps(functools.partial(pow, 2)))(5) == 32
