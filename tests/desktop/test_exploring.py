"""Exploring in the window: outcomes as they are found, and a way to step through each."""

from collections import deque
from collections.abc import Iterable
from pathlib import Path

from tests.desktop.fakes import FakeSessions, finished
from tests.desktop.windows import open_window, settle, wait_for
from workers.catalog import Experiment
from workers.explore import Plan
from workers.messages import Found, WayFound

LOST = WayFound("results", "lost: 1", 3, ("main", "a", "b"))
STUCK = WayFound("deadlock", "a waits for b", 1, ("a", "b"))


class FakeSearch:
    def __init__(self, found: Iterable[Found]) -> None:
        self.found = deque(found)
        self.closed = False

    def poll(self) -> Found | None:
        return self.found.popleft() if self.found else None

    def stop(self) -> None:
        self.found.append(Found(1, (LOST,), exhausted=False, seconds=1.0, finished=True))

    def close(self) -> None:
        self.closed = True


def test_outcomes_are_shown_as_they_are_found_and_one_is_stepped_through(tmp_path: Path) -> None:
    path = tmp_path / "script.py"
    path.write_text("pass\n", encoding="utf-8")
    search = FakeSearch([Found(1, (LOST,), exhausted=False, seconds=0.1)])
    plans: list[Plan] = []
    sessions = FakeSessions([finished()])

    def start(plan: Plan) -> FakeSearch:
        plans.append(plan)
        return search

    with open_window(
        start_session=sessions, start_search=start, offered=[Experiment("locks", "script", path, "")]
    ) as window:
        window.choose_topic("locks")
        window.explorer.start()
        bar = window.shell.explore_bar
        wait_for(window, lambda: bool(bar.rows))
        assert [(row.schedules, row.text, row.bad) for row in bar.rows] == [(3, "lost: 1", False)]
        assert "1 orders tried so far" in bar.sentence
        search.found.append(Found(4, (LOST, STUCK), exhausted=True, seconds=0.2, finished=True))
        wait_for(window, lambda: not window.explorer.going_on)
        assert [row.text for row in bar.rows] == ["lost: 1", "deadlock: a waits for b"]
        assert "all that make a difference" in bar.sentence
        window.explorer.watch(1)
        wait_for(window, lambda: not window.runner.running)
        settle(window)
    assert plans[0].run.script == path
    assert (sessions.runs[0].step, sessions.runs[0].schedule) == (True, ("a",))


def test_a_search_is_closed_with_the_window(tmp_path: Path) -> None:
    path = tmp_path / "script.py"
    path.write_text("pass\n", encoding="utf-8")
    search = FakeSearch(())
    with open_window(start_search=lambda _: search, offered=[Experiment("locks", "script", path, "")]) as window:
        window.choose_topic("locks")
        window.explorer.start()
    assert search.closed
