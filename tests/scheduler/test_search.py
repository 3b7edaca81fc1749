"""The explorer's process: polled, stopped, killed, and never leaving anything behind."""

import os
import signal
from pathlib import Path

from tests.scheduler.runs import run_of, script
from tests.workers.runs import Traces, until
from workers.explore import Plan
from workers.messages import Found
from workers.search import Search

ENDLESS = Plan(run_of("manager/lost_update", PROCESSES=4), None, exhaustive=True)


def _last(search: Search) -> Found:
    found = None
    while not search.finished:
        found = search.wait(30) or found
    assert found is not None
    return found


def test_a_search_ends_with_all_that_it_has_found() -> None:
    with Search(Plan(run_of("manager/lost_update", PROCESSES=2), None, exhaustive=True)) as search:
        found = _last(search)
    assert (found.schedules, found.exhausted, found.usual) == (4, True, "updates kept: 2, updates lost: 0")
    assert {way.schedules for way in found.ways} == {2}


def test_a_search_can_be_stopped() -> None:
    with Search(ENDLESS) as search:
        until(search.poll)
        search.stop()
        found = _last(search)
    assert not found.exhausted


def test_nothing_is_left_when_the_explorer_is_killed(traces: Traces) -> None:
    with Search(ENDLESS) as search:
        until(search.poll)
        os.kill(search._explorer.pid, signal.SIGKILL)
        assert "exit code -9" in _last(search).note
        traces.await_none()


def test_nothing_is_left_when_what_starts_the_runs_is_killed(traces: Traces) -> None:
    import psutil

    with Search(ENDLESS) as search:
        until(search.poll)
        (zygote,) = psutil.Process(search._explorer.pid).children()
        zygote.kill()
        assert _last(search).note
        traces.await_none()


def test_a_script_that_cannot_be_compiled_is_an_exception(tmp_path: Path) -> None:
    path = script(tmp_path, "", "1 +")
    with Search(Plan(run_of(path), 1)) as search:
        (way,) = _last(search).ways
    assert way.kind == "exception"
    assert "SyntaxError: invalid syntax" in way.text
