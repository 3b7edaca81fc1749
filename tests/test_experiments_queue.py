"""Queue: what its experiments show, and what their lessons claim."""

import itertools
import re
import sys
from multiprocessing import Pipe
from pathlib import Path

import psutil
import pytest

from tests.experiments import bars, each_start_method, only_on_linux, outcome, what_to_run
from tests.workers import runs
from workers.messages import Started
from workers.session import Run, Session


def test_producer_consumer_each_item_goes_to_one_and_the_slow_one_gets_fewer() -> None:
    result = outcome(what_to_run("queue/producer_consumer"))
    taken = [[int(item) for item in items.split()] for items in re.findall(r"consumer \d:(.*)", result.out)]
    assert sorted(itertools.chain(*taken)) == list(range(1, 21))
    # A consumer takes items in the order of the queue, though done in another order.
    assert all(items == sorted(items) for items in taken)
    slow, *others = (len(items) for items in taken)
    assert slow < min(others)


def test_producer_consumer_one_alone_does_it_all() -> None:
    assert bars("queue/producer_consumer", CONSUMERS=1, SECONDS=0.001) == {"consumer 1": 20}


def test_sentinel_one_ends_one_consumer() -> None:
    result = outcome(what_to_run("queue/sentinel", PATIENCE=0.7))
    assert result.finished.results == {"ended": 1, "waiting for ever": 2}
    assert result.out.count("None, I am done") == 1
    assert sorted(re.findall(r"item (\d)", result.out)) == list("123456")


@pytest.mark.parametrize("repair", [{"SENTINELS": 3}, {"PUT_BACK": True}], ids=["one for each", "put back"])
def test_sentinel_for_each_consumer_or_put_back_all_end(repair: dict[str, bool | int]) -> None:
    assert bars("queue/sentinel", None, PATIENCE=30.0, **repair) == {"ended": 3, "waiting for ever": 0}


def test_joinable_join_waits_until_the_last_item_is_finished() -> None:
    result = outcome(what_to_run("queue/joinable", SECONDS=0.1))
    taken, joined = result.finished.results.values()
    assert isinstance(taken, float)
    assert isinstance(joined, float)
    assert joined - taken >= 0.099
    lines = result.out.splitlines()
    assert lines[-1] == "parent: task_done() called too many times"
    assert {"worker: finished item 3", "parent: join() has returned"} <= set(lines)


@only_on_linux
def test_joinable_without_task_done_join_waits_for_ever() -> None:
    with Session(what_to_run("queue/joinable", CALL_TASK_DONE=False, SECONDS=0.0)) as session:
        started = next(message for message in runs.messages(session) if isinstance(message, Started))
        runs.await_line(session, "finished item 3")
        family = [psutil.Process(started.pid), *psutil.Process(started.pid).children(recursive=True)]
        runs.until(lambda: all(process.status() == psutil.STATUS_SLEEPING for process in family))
        session.stop()
        assert "join() has returned" not in str(list(runs.messages(session)))


@only_on_linux
@each_start_method
def test_join_before_get_it_depends_on_the_size(start_method: str) -> None:
    waited = bars("queue/join_before_get", start_method, PATIENCE=0.6)
    assert list(waited) == ["1000 bytes", "65000 bytes", "66000 bytes", "1000000 bytes"]
    assert [seconds >= 0.599 for seconds in waited.values()] == [False, False, True, True]


def test_join_before_get_whoever_gets_first_need_not_wait() -> None:
    result = outcome(what_to_run("queue/join_before_get", GET_FIRST=True, PATIENCE=30.0))
    assert result.out.count("child has ended") == 4


@only_on_linux
def test_join_before_get_a_pipe_holds_65536_bytes() -> None:
    import fcntl

    reading_end, writing_end = Pipe(duplex=False)
    with reading_end, writing_end:
        assert fcntl.fcntl(writing_end.fileno(), fcntl.F_GETPIPE_SZ) == 65536


def test_empty_is_a_guess_of_a_queue_and_right_for_a_simple_queue_of_ones_own() -> None:
    # How often a Queue is seen empty is luck; over so many rounds that it never happens is not.
    found = bars("queue/empty_is_a_guess", ROUNDS=5_000)
    assert sum(found.values()) == 5_000
    assert found["empty() True"] > 0
    found = bars("queue/empty_is_a_guess", KIND="SimpleQueue")
    assert found == {"empty() True": 0, "empty() False": 1000}


def test_inside_the_buffer_keeps_what_the_pipe_does_not_take() -> None:
    result = outcome(what_to_run("queue/inside"))
    before, under_way, later = (value for value in result.finished.results.values() if isinstance(value, float))
    assert before + under_way == 200
    assert 0 < later < before
    first_thread, second_thread = re.findall(r"thread: +(\w+)", result.out)
    assert (first_thread, second_thread) == ("None", "QueueFeederThread")
    if sys.platform.startswith("linux"):
        assert 60 <= under_way <= 70  # the lesson says: about 65


def test_inside_what_cannot_be_pickled_fails_in_the_thread_and_not_in_put(
    tmp_path: Path,
) -> None:
    script = runs.script(
        tmp_path,
        """
        from multiprocessing import Queue
        if __name__ == "__main__":
            queue = Queue()
            queue.put(lambda: None)
            print("put has returned")
        """,
    )
    result = runs.result(Run(script, watch=False))
    assert result.out == "put has returned\n"
    assert "PicklingError" in result.err
    assert result.finished.exit_code == 0
