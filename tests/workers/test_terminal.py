"""The terminal front end: what it prints, where, and with what exit code."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.workers.runs import script
from workers import catalog, launch


def terminal(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "workers", *arguments],
        cwd=launch.ROOT,
        capture_output=True,
        text=True,
        check=False,
        **{"stdin": subprocess.DEVNULL, **options},
    )


def report(*arguments: str) -> dict[str, Any]:
    ran = terminal("run", *arguments, "--json")
    found = json.loads(ran.stdout)
    assert isinstance(found, dict)
    return found


def test_list_names_every_experiment_with_what_it_shows() -> None:
    lines = terminal("list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [e.key for e in catalog.experiments()]
    assert all(len(line.split(maxsplit=1)) == 2 for line in lines)


def test_list_as_json_has_the_constants() -> None:
    found = {f"{e['topic']}/{e['name']}": e for e in json.loads(terminal("list", "--json").stdout)}
    tasks = next(c for c in found["pool/process_per_task"]["constants"] if c["name"] == "TASKS")
    assert (tasks["kind"], tasks["value"]) == ("int", 500)


def test_run_adds_nothing_to_stdout_and_ends_with_the_scripts_exit_code(tmp_path: Path) -> None:
    path = script(tmp_path, "import sys\nprint('out')\nprint('err', file=sys.stderr)\nsys.exit(5)")
    ran = terminal("run", str(path))
    assert ran.stdout == "out\n"
    assert ran.stderr.startswith("err\n")
    assert "exit code 5" in ran.stderr
    assert ran.returncode == 5


def test_a_script_keeps_the_terminal_it_was_started_in(tmp_path: Path) -> None:
    path = script(tmp_path, "import sys\nprint(input(), [s.isatty() for s in (sys.stdin, sys.stdout, sys.stderr)])")
    controller, its_terminal = pty.openpty()
    command = [sys.executable, "-m", "workers", "run", str(path)]
    with subprocess.Popen(
        command, cwd=launch.ROOT, stdin=its_terminal, stdout=its_terminal, stderr=its_terminal
    ) as ran:
        os.close(its_terminal)
        os.write(controller, b"typed\n")
        assert ran.wait() == 0
        shown = os.read(controller, 4096).decode()
    os.close(controller)
    assert "typed [True, True, True]" in shown


def test_a_signal_becomes_an_exit_code_as_in_a_shell(tmp_path: Path) -> None:
    path = script(tmp_path, "import os, signal\nos.kill(os.getpid(), signal.SIGTERM)")
    assert terminal("run", str(path)).returncode == 128 + 15


def test_arguments_after_two_dashes_are_the_scripts(tmp_path: Path) -> None:
    path = script(tmp_path, "import sys\nprint(sys.argv[1:])")
    assert terminal("run", str(path), "--measure", "--", "--json", "-x", "a b").stdout == "['--json', '-x', 'a b']\n"


def test_run_as_json_is_one_object_with_the_agreed_keys(tmp_path: Path) -> None:
    path = script(tmp_path, "SIZE = 1  # of it\nprint('hello')\nresults = {'size': SIZE}\nresults_unit = 'things'")
    found = report(str(path), "--set", "SIZE=3")
    assert set(found) >= {
        *("exit_code", "seconds", "start_method", "processes", "events", "operations", "results", "output"),
        *("deadlock", "dropped"),
    }
    assert found["results"] == {"size": 3}
    assert found["results_unit"] == "things"
    assert found["output"] == "hello\n"
    assert [set(process) for process in found["processes"]] == [{"name", "pid", "exit_code"}]


def test_a_watched_run_knows_its_processes_by_name_and_how_each_ended(tmp_path: Path) -> None:
    text = """
        import multiprocessing, sys
        if __name__ == "__main__":
            process = multiprocessing.Process(target=sys.exit, args=(3,), name="Ada")
            process.start()
            process.join()
    """
    found = report(str(script(tmp_path, text)), "--start-method", "fork")
    assert [(p["name"], p["exit_code"]) for p in found["processes"]] == [("MainProcess", 0), ("Ada", 3)]
    assert found["operations"]["Process.start"] == 1
    assert found["events"] > 0


def test_a_recording_is_written_while_the_script_runs_and_exported(tmp_path: Path) -> None:
    recording, trace, table = tmp_path / "run.ipclab", tmp_path / "trace.json", tmp_path / "table.csv"
    text = """
        import multiprocessing
        if __name__ == "__main__":
            ours, theirs = multiprocessing.Pipe()
            process = multiprocessing.Process(target=theirs.send, args=("hello",))
            process.start()
            print(ours.recv())
            process.join()
    """
    assert terminal("run", str(script(tmp_path, text)), "--record", str(recording)).returncode == 0
    for target in (trace, table):
        assert terminal("export", str(recording), "--to", str(target)).returncode == 0
    assert any(event.get("name") == "Connection.recv" for event in json.loads(trace.read_text())["traceEvents"])
    assert "Connection.send" in table.read_text()


def test_repeated_runs_have_lists_of_results(tmp_path: Path) -> None:
    found = report(str(script(tmp_path, "results = {'a': 1, 'b': [2, 3]}")), "--repeat", "3", "--measure")
    assert found["results"] == {"a": [1, 1, 1], "b": [2, 3, 2, 3, 2, 3]}
    assert len(found["runs"]) == 3


def test_the_start_method_asked_for_is_the_one_used(tmp_path: Path) -> None:
    path = script(tmp_path, "import multiprocessing\nprint(multiprocessing.get_start_method())")
    for start_method in ("spawn", "forkserver"):
        found = report(str(path), "--start-method", start_method)
        assert (found["output"], found["start_method"]) == (f"{start_method}\n", start_method)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["run", "nothing/here"], "There is no experiment"),
        (["run", "nothing.py"], "There is no script file nothing.py."),
        (["run", "pool/apply", "--set", "TASKS=x"], "TASKS takes a whole number"),
        (["run", "pool/apply", "--set", "TASKS"], "--set takes NAME=VALUE"),
        (["run", "pool/apply", "--set", "NOPE=1"], "no constant named NOPE"),
        (["run", "pool/apply", "--start-method", "thread"], "invalid choice: 'thread'"),
        (["run", "pool/apply", "--repeat", "0"], "--repeat takes a whole number from 1"),
        (["run", "pool/apply", "--record", "x", "--measure"], "--record is for one run"),
        (["run", "pool/apply", "--record", "/nowhere/x"], "The recording /nowhere/x cannot be written"),
        (["export", "nothing.ipclab", "--to", "x.json"], "nothing.ipclab"),
        (["export", "README.md", "--to", "x.json"], "README.md"),
        (["export", "README.md", "--to", "x.doc"], ".doc"),
        (["walk"], "invalid choice: 'walk'"),
        ([], "required: COMMAND"),
    ],
)
def test_a_usage_error_is_one_line_and_exit_code_2(arguments: list[str], sentence: str) -> None:
    ran = terminal(*arguments)
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert len(ran.stderr.splitlines()) == 1
    assert sentence in ran.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_a_script_that_cannot_be_read_is_a_usage_error(tmp_path: Path) -> None:
    path = script(tmp_path, "print()")
    path.chmod(0)
    assert terminal("run", str(path)).returncode == 2
