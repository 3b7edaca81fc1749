"""Experiments: each is fit to be learned from, runs under every start method, and shows what its lesson claims."""

import ast
import itertools
import math
import os
import re
import select
import statistics
import subprocess
import sys
from collections.abc import Callable
from multiprocessing import Manager, Pipe, get_all_start_methods
from multiprocessing.connection import Connection
from multiprocessing.managers import BaseProxy
from multiprocessing.pool import ThreadPool
from pathlib import Path

import psutil
import pytest

from tests.workers import runs
from workers import catalog
from workers.catalog import Experiment
from workers.messages import Finished, Started
from workers.session import Run, Session

EXPERIMENTS = catalog.experiments()
START_METHODS = get_all_start_methods()
MOST_LINES = 45
# Constants with which an experiment takes little time and does the same.
SHORT: dict[str, dict[str, object]] = {
    "pipe/closing_ends": {"PAUSE": 0.05},
    "pipe/shared_end": {"MESSAGES": 200},
    "manager/lost_update": {"PROCESSES": 10},
    "manager/too_many": {"MOST": 20},
    "pool/process_per_task": {"TASKS": 20},
    "pool/apply": {"SECONDS": 0.02},
    "pool/apply_async": {"SECONDS": 0.02, "FIRST_SECONDS": 0.03},
    "pool/callback": {"BLOCK_SECONDS": 0.02},
    "pool/close_and_join": {"SECONDS": 0.05},
}

DEFINES = (ast.Expr, ast.Import, ast.ImportFrom, ast.Assign, ast.FunctionDef, ast.ClassDef)
NOT_INSIDE = (ast.FunctionDef, ast.ClassDef)

each_experiment = pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.key)
each_start_method = pytest.mark.parametrize("start_method", START_METHODS)
only_on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the lesson says so of Linux only")


def source_with(key: str, constants: dict[str, object]) -> str:
    """The script of an experiment with its constants set."""
    source = catalog.find(key).path.read_text(encoding="utf-8")
    for name, value in constants.items():
        source = catalog.with_constant(source, name, str(value))
    return source


def what_to_run(key: str, start_method: str | None = None, **constants: object) -> Run:
    return Run(catalog.find(key).path, source_with(key, constants), start_method=start_method, watch=False)


def short(key: str, start_method: str | None = None) -> Run:
    return Run(catalog.find(key).path, source_with(key, SHORT.get(key, {})), start_method=start_method, watch=False)


def outcome(run: Run) -> runs.Result:
    """A run that came well to its own end."""
    result = runs.result(run)
    assert (result.finished.exit_code, result.err, result.finished.left_over) == (0, "", 0)
    return result


def bars(key: str, start_method: str | None = None, **constants: object) -> dict[str, float]:
    """The results of a run, where each is one number."""
    results = outcome(what_to_run(key, start_method, **constants)).finished.results
    assert all(not isinstance(value, list) for value in results.values())
    return {label: value for label, value in results.items() if not isinstance(value, list)}


def holds_once(claim: Callable[[], bool]) -> bool:
    """Whether a claim about time holds in one of a few runs: in the others the machine may have been busy elsewhere."""
    return any(claim() for _ in range(4))


# How they are written


@each_experiment
def test_an_experiment_is_short_and_says_in_one_line_what_it_shows(experiment: Experiment) -> None:
    text = experiment.path.read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES
    assert re.fullmatch(r'"""[^\n]+\."""', text.partition("\n")[0])


@each_experiment
def test_its_constants_come_first_and_each_says_what_it_is(experiment: Experiment) -> None:
    text = experiment.path.read_text(encoding="utf-8")
    constants = catalog.constants(text)
    assert constants
    assert all(constant.comment for constant in constants)
    capitals = re.findall(r"^([A-Z][A-Z0-9_]*) =", text, flags=re.M)
    assert capitals == [constant.name for constant in constants]
    first_function = text.index("\ndef ") if "\ndef " in text else len(text)
    assert constants[-1].line <= text[:first_function].count("\n")


@each_experiment
def test_it_has_a_main_guard_and_its_functions_can_be_imported(experiment: Experiment) -> None:
    *definitions, guard = ast.parse(experiment.path.read_text(encoding="utf-8")).body
    assert isinstance(guard, ast.If)
    assert ast.unparse(guard.test) == "__name__ == '__main__'"
    assert all(isinstance(node, DEFINES) for node in definitions)
    # A function inside another could not be pickled, and so not be run by a spawned process.
    functions = [node for node in definitions if isinstance(node, ast.FunctionDef)]
    assert not [
        inner for node in functions for inner in ast.walk(node) if isinstance(inner, NOT_INSIDE) and inner != node
    ]
    assert not [inner for inner in ast.walk(guard) if isinstance(inner, NOT_INSIDE)]


@each_experiment
def test_it_leaves_the_start_method_to_whoever_runs_it(experiment: Experiment) -> None:
    text = experiment.path.read_text(encoding="utf-8")
    assert "set_start_method" not in text
    assert "get_context" not in text


# How they run


@each_start_method
@each_experiment
def test_it_runs_under_each_start_method(experiment: Experiment, start_method: str) -> None:
    result = outcome(short(experiment.key, start_method))
    finished = result.finished
    assert result.out
    assert finished.results
    assert finished.results_unit
    for value in finished.results.values():
        assert all(math.isfinite(number) and number >= 0 for number in (value if isinstance(value, list) else [value]))


@each_experiment
def test_it_runs_alone_and_its_output_can_be_read_from_afar(experiment: Experiment, tmp_path: Path) -> None:
    script = runs.script(tmp_path, source_with(experiment.key, SHORT.get(experiment.key, {})), experiment.path.name)
    done = subprocess.run(
        [sys.executable, "-W", "error", script.name], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert 1 <= len(lines) <= 20
    assert max(map(len, lines)) <= 64


# What they show: Pipe


@each_start_method
def test_two_way_each_side_receives_what_the_other_sent(start_method: str) -> None:
    result = outcome(what_to_run("pipe/two_way", start_method))
    assert sorted(result.out.splitlines()) == ["child  received: hello, child", "parent received: hello, parent"]
    first, *round_trips = result.finished.results.values()
    assert isinstance(first, float)
    assert first > statistics.median(time for time in round_trips if isinstance(time, float))


@each_start_method
def test_closing_ends_the_end_comes_with_the_last_close(start_method: str) -> None:
    times = bars("pipe/closing_ends", start_method, PAUSE=0.2)
    assert list(times) == ["message 1", "message 2", "message 3", "EOFError"]
    assert times["EOFError"] - times["message 3"] >= 0.19


@only_on_linux
@each_start_method
def test_closing_ends_waits_for_ever_for_what_only_the_waiting_process_could_send(start_method: str) -> None:
    with Session(what_to_run("pipe/closing_ends", start_method, CLOSE_PARENT_END=False, PAUSE=0.0)) as session:
        started = next(message for message in runs.messages(session) if isinstance(message, Started))
        runs.await_line(session, "received message 3")
        parent = psutil.Process(started.pid)
        runs.until(lambda: nobody_else_could_write(parent) and parent.status() == psutil.STATUS_SLEEPING)
        session.stop()
        assert all(not isinstance(m, Finished) or m.exit_code != 0 for m in runs.messages(session))


def nobody_else_could_write(reader: psutil.Process) -> bool:
    """Whether a process reads from a pipe into which no living process but itself could write."""
    others = set().union(*(pipes(child.pid, os.O_WRONLY) for child in reader.children(recursive=True)))
    return bool(pipes(reader.pid, os.O_RDONLY) & pipes(reader.pid, os.O_WRONLY) - others)


def pipes(pid: int, mode: int) -> set[str]:
    """The system's names of the pipes that a process has open for reading or for writing; none once it has ended."""
    found = set()
    try:
        for link in Path(f"/proc/{pid}/fd").iterdir():
            flags = int(Path(f"/proc/{pid}/fdinfo/{link.name}").read_text().split()[3], base=8)
            if flags & os.O_ACCMODE == mode and "pipe:" in str(link.readlink()):
                found.add(str(link.readlink()))
    except OSError:
        return set()
    return found


@pytest.mark.parametrize("size", [16_385, 300_000])
def test_shared_end_ends_by_itself_also_where_the_stream_breaks(size: int) -> None:
    for start_method in START_METHODS:
        found = bars("pipe/shared_end", start_method, SIZE=size, MESSAGES=500)
        assert 0 <= found["arrived whole"] <= found["sent"] == 1000


@each_start_method
def test_shared_end_with_a_lock_every_message_arrives_whole(start_method: str) -> None:
    found = bars("pipe/shared_end", start_method, USE_LOCK=True, MESSAGES=1000)
    assert found["arrived whole"] == found["sent"] == 2000


@only_on_linux
def test_shared_end_up_to_16384_bytes_messages_stay_whole() -> None:
    found = bars("pipe/shared_end", SIZE=16_384)
    assert found["arrived whole"] == found["sent"] == 20_000


@only_on_linux
def test_shared_end_a_one_way_pipe_keeps_4096_bytes_together() -> None:
    assert select.PIPE_BUF == 4096
    run = what_to_run("pipe/shared_end", SIZE=4096 - 4)  # the header is 4 bytes
    assert run.source is not None
    finished = outcome(run._replace(source=run.source.replace("Pipe()", "Pipe(duplex=False)"))).finished
    assert finished.results == {"sent": 20_000, "arrived whole": 20_000}


@pytest.mark.skipif(sys.platform == "win32", reason="on Windows a message is one write, of whatever size")
@pytest.mark.parametrize(("size", "writes"), [(16_384, 1), (16_385, 2)])
def test_shared_end_a_message_is_one_write_up_to_16384_bytes(
    size: int, writes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    monkeypatch.setattr(Connection, "_send", lambda _, buffer: written.append(len(buffer)))
    reading_end, writing_end = Pipe()
    with reading_end, writing_end:
        writing_end.send_bytes(bytes(size))
    assert len(written) == writes
    assert sum(written) == 4 + size


# What they show: Manager


@each_start_method
def test_plain_dict_the_parents_stays_as_it_was(start_method: str) -> None:
    result = outcome(what_to_run("manager/plain_dict", start_method))
    assert set(result.finished.results.values()) == {4}
    assert result.out.count("sees  3") == 4


@each_start_method
def test_plain_dict_through_a_manager_all_see_one_dict(start_method: str) -> None:
    assert list(bars("manager/plain_dict", start_method, USE_MANAGER=True).values()) == [4, 3, 2, 1, 0]


@each_start_method
def test_lost_update_with_a_lock_none_is_lost(start_method: str) -> None:
    found = bars("manager/lost_update", start_method, USE_LOCK=True, PROCESSES=20)
    assert found == {"updates kept": 20, "updates lost": 0}


def test_lost_update_without_a_lock_at_least_one_is_kept() -> None:
    found = bars("manager/lost_update", "fork" if "fork" in START_METHODS else None)
    assert sum(found.values()) == 100
    assert 0 <= found["updates lost"] <= 99


def test_lost_update_an_update_is_two_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ask = BaseProxy._callmethod

    def noted(proxy: BaseProxy, name: str, *arguments: object) -> object:
        asked.append(name)
        return ask(proxy, name, *arguments)  # type: ignore[arg-type]

    with Manager() as manager:
        shared = manager.dict(left=1)
        monkeypatch.setattr(BaseProxy, "_callmethod", noted)
        shared["left"] -= 1
    assert asked == ["__getitem__", "__setitem__"]


def test_too_many_the_cost_grows_with_the_number() -> None:
    def about_20_times() -> bool:
        seconds = bars("manager/too_many", "fork" if "fork" in START_METHODS else None)
        assert list(seconds) == ["10 processes", "50 processes", "100 processes", "200 processes"]
        return 8 < seconds["200 processes"] / seconds["10 processes"] < 50

    assert holds_once(about_20_times)


@pytest.mark.skipif("fork" not in START_METHODS, reason="there is one start method only")
def test_too_many_fork_is_the_quickest_and_spawn_the_slowest() -> None:
    def in_that_order() -> bool:
        seconds = [bars("manager/too_many", name, MOST=20)["20 processes"] for name in ("fork", "forkserver", "spawn")]
        return seconds == sorted(seconds)

    assert holds_once(in_that_order)


@only_on_linux
def test_too_many_memory_grows_with_the_number() -> None:
    megabytes = list(bars("manager/too_many", MOST=40, SHOW="memory").values())
    assert len(megabytes) == 4
    assert megabytes == sorted(megabytes)
    assert megabytes[0] > 0


# What they show: Pool


def test_process_per_task_a_pool_is_more_than_100_times_as_fast() -> None:
    def more_than_100_times() -> bool:
        seconds = bars("pool/process_per_task", "fork" if "fork" in START_METHODS else None)
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
