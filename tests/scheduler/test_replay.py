"""Schedules: replayed to the same outcome, undone a step, recorded, and told where they cannot be followed."""

import json
from pathlib import Path
from typing import TypeVar

import pytest

from tests.scheduler.runs import Follow, run_of, script
from workers.__main__ import main
from workers.messages import Deadlocked, Finished, Grant, Granted, LetRun, RunTo, Standstill, Strayed
from workers.nursery import Nursery
from workers.session import Run, Session

T = TypeVar("T")
LOSE = """
    def add(counter):
        counter.value += 1
"""
LOSE_MAIN = """
    counter = Value("i", 0)
    processes = [Process(name=name, target=add, args=(counter,)) for name in "ab"]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    results = {"counted": counter.value}
"""
LOST = ("main", "main", "a", "b", "a", "b", "main", "main", "main")


@pytest.fixture
def losing(tmp_path: Path) -> Path:
    return script(tmp_path, LOSE, LOSE_MAIN)


def test_a_schedule_leads_to_the_same_outcome_each_of_a_hundred_times(losing: Path) -> None:
    with Nursery(run_of(losing)) as nursery:
        outcomes = {nursery.run(Follow(LOST)).outcome.text for _ in range(100)}
    assert outcomes == {"counted: 1"}


def test_undoing_a_step_is_replaying_one_less(losing: Path) -> None:
    with Session(Run(losing, step=True, schedule=LOST[:4])) as session:
        before = _until_standstill(session, 4)
        session.tell(Grant("a"))
        _until_standstill(session, 5)
    with Session(Run(losing, step=True, schedule=LOST[:4])) as session:
        assert [gate.op for gate in _until_standstill(session, 4).gates] == [gate.op for gate in before.gates]


def test_it_runs_to_a_line_and_on_to_the_end(losing: Path) -> None:
    with Session(Run(losing, step=True)) as session:
        _until_standstill(session, 0)
        session.tell(RunTo(4))
        found = _until_standstill(session, 1)
        assert 4 in [gate.line for gate in found.gates]
        session.tell(LetRun())
        finished = _next(session, Finished)
    assert finished.results == {"counted": 2}


def test_what_cannot_be_granted_is_ignored(losing: Path) -> None:
    with Session(Run(losing, step=True)) as session:
        _until_standstill(session, 0)
        session.tell(Grant("nobody"))
        session.tell(Grant("main"))
        assert _next(session, Granted).actor == "main"


def test_the_worst_way_is_recorded_and_replayed(
    losing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recording = tmp_path / "lost.ipclab"
    assert main(["explore", str(losing), "--json", "--record", str(recording)]) == 0
    explored = json.loads(capsys.readouterr().out)
    assert explored["exhausted"]
    assert {one["outcome"]: one["count"] for one in explored["outcomes"]} == {"counted: 1": 2, "counted: 2": 2}
    assert main(["replay", str(recording), "--json"]) == 0
    replayed = json.loads(capsys.readouterr().out)
    assert (replayed["outcome"], replayed["followed"], replayed["strayed"]) == ("counted: 1", True, None)


def test_a_replay_says_where_it_cannot_follow(losing: Path) -> None:
    with Session(Run(losing, schedule=("main", "main", "main", "a"))) as session:
        strayed = _next(session, Strayed)
        assert (strayed.steps, strayed.entry) == (2, "main")
        assert strayed.why == "main waits in Process.join of a at line 13 for a"


def test_a_deadlock_is_told_with_its_ring(tmp_path: Path) -> None:
    body = """
    def eat(first, second):
        with first:
            with second:
                pass
    """
    main = """
    knife, fork = Lock(), Lock()
    Process(name="Ann", target=eat, args=(knife, fork)).start()
    Process(name="Bob", target=eat, args=(fork, knife)).start()
    """
    path = script(tmp_path, body, main)
    with Session(Run(path, schedule=("main", "main", "Ann", "Bob"))) as session:
        found = _next(session, Deadlocked)
    assert set(found.cycle) == {"Ann", "Bob"}
    assert {(one.actor, one.label, one.waits_for, one.held_at) for one in found.blocked if one.actor != "main"} == {
        ("Ann", "fork", ("Bob",), 4),
        ("Bob", "knife", ("Ann",), 4),
    }


def test_a_recording_without_a_schedule_cannot_be_replayed(
    losing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recording = tmp_path / "plain.ipclab"
    assert main(["run", str(losing), "--json", "--record", str(recording)]) == 0
    capsys.readouterr()
    assert main(["replay", str(recording)]) == 2
    assert "has no schedule" in capsys.readouterr().err


def _next(session: Session, kind: type[T]) -> T:
    while True:
        message = session.wait(30)
        assert message is not None, f"no {kind.__name__} came"
        if isinstance(message, kind):
            return message


def _until_standstill(session: Session, steps: int) -> Standstill:
    while (found := _next(session, Standstill)).steps < steps:
        pass
    return found
