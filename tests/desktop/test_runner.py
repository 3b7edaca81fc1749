import time
from pathlib import Path

from desktop.runner import Job, Runner
from tests.desktop.fakes import FakeSessions, finished
from workers.messages import EndReason, Printed, ProcessSeen, Progress, Started
from workers.session import Run


def job(times: int = 1) -> Job:
    return Job("pool/apply", "x = 1\n", Run(Path("apply.py")), times)


def later() -> float:
    return time.perf_counter() + 10


def test_a_run_is_told_from_its_beginning_to_its_end() -> None:
    changes: list[bool] = []
    messages = (Started(7, "spawn", False), ProcessSeen(7, 0), ProcessSeen(8, 1, "Process-1"), Progress(0.1, 2, 2))
    runner = Runner(
        FakeSessions((*messages, Printed(0.2, 8, "stdout", "hi\n"), finished())), lambda: changes.append(True)
    )
    runner.start(job())
    assert runner.running
    assert runner.drain(later())
    state = runner.state
    assert state is not None
    assert not runner.running
    assert (state.start_method, state.watched, state.born) == ("spawn", False, 2)
    assert state.processes[8].name == "Process-1"
    assert state.number_of(8) == 1
    assert state.output[0].text == "hi"
    assert len(changes) == 2


def test_ten_runs_follow_each_other() -> None:
    sessions = FakeSessions(*[(finished(results={"a": i}),) for i in range(10)])
    runner = Runner(sessions, lambda: None)
    runner.start(job(10))
    runner.drain(later())
    assert not runner.running
    assert [s.finished.results["a"] for s in runner.states if s.finished] == list(range(10))


def test_stop_ends_the_runs_that_would_follow_too() -> None:
    sessions = FakeSessions()
    runner = Runner(sessions, lambda: None)
    runner.start(job(10))
    runner.stop()
    runner.drain(later())
    assert not runner.running
    assert len(sessions.started) == 1
    assert runner.state is not None
    assert runner.state.finished is not None
    assert runner.state.finished.reason is EndReason.STOPPED


def test_no_run_follows_one_that_was_lost() -> None:
    sessions = FakeSessions((finished(EndReason.LOST, None),))
    runner = Runner(sessions, lambda: None)
    runner.start(job(10))
    runner.drain(later())
    assert len(sessions.started) == 1


def test_draining_ends_when_its_time_is_over() -> None:
    runner = Runner(FakeSessions([Progress(0.0, 1, 1)] * 100), lambda: None)
    runner.start(job())
    runner.drain(time.perf_counter() - 1)
    assert runner.running
    assert runner.drain(later())


def test_a_run_that_cannot_be_started_is_over_at_once_and_says_why() -> None:
    def fail(_run: Run) -> FakeSessions:
        raise OSError("no more processes")

    runner = Runner(fail, lambda: None)  # type: ignore[arg-type]
    runner.start(job())
    assert not runner.running
    assert runner.state is not None
    assert runner.state.finished is not None
    assert runner.state.finished.reason is EndReason.NOT_STARTED
    assert "no more processes" in runner.state.finished.note


def test_closing_ends_the_session() -> None:
    sessions = FakeSessions()
    runner = Runner(sessions, lambda: None)
    runner.start(job())
    runner.close()
    assert sessions.started[0].closed
    assert not runner.running
