"""The executable: built, started, and used as a person would use it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from desktop.packaging import stdlib
from tests.bundle import PROGRAM, build

pytestmark = pytest.mark.bundle

SECONDS_TO_START = 30.0
SECONDS_TO_END = 2.0  # what may be left of a window that was killed is gone after this
START_METHODS = ("fork", "spawn", "forkserver")

# One experiment of each tab, with the bars that it must have whatever the machine.
EXPERIMENTS: dict[str, tuple[list[str], dict[str, float]]] = {
    "pipe/two_way": (["ROUND_TRIPS=1"], {}),
    "manager/lost_update": (["PROCESSES=5", "USE_LOCK=True"], {"updates kept": 5.0, "updates lost": 0.0}),
    "pool/process_per_task": (["TASKS=20"], {}),
}

IMPORTS_EVERYTHING = """
import importlib, json, sys
failed = []
for name in json.load(open(sys.argv[1])):
    try:
        importlib.import_module(name)
    except ImportError:
        failed.append(name)
json.dump(failed, open(sys.argv[2], "w"))
"""

# Two processes that do not end by themselves, and one of them not by SIGTERM either.
STAYS = """
import pathlib, signal, sys
from multiprocessing import Process
from time import sleep

def stay():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    pathlib.Path(__file__).with_name("stays").touch()
    sleep(600)

if __name__ == "__main__":
    Process(target=stay).start()
"""


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The executable. It is built once, which takes some 20 s on two cores: short enough for `make test`."""
    if sys.platform.startswith("linux") and shutil.which("objdump") is None:
        pytest.skip("PyInstaller needs objdump, of the package binutils")
    folder = tmp_path_factory.mktemp("bundle")
    yield build(folder) / PROGRAM
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def nothing_left(program: Path) -> Iterator[None]:
    """Whatever a test did, no process of the executable outlives it."""
    yield
    await_condition(lambda: not processes_of(program), SECONDS_TO_END)


def processes_of(program: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.exe() == str(program) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            continue
    return found


def await_condition(holds: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"still not so after {seconds} s"
        time.sleep(0.01)


def run(program: Path, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    options.setdefault("timeout", SECONDS_TO_START)
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False, **options)


def report_of_run(program: Path, *arguments: str) -> dict[str, Any]:
    finished = run(program, "run", "--json", *arguments)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    report: dict[str, Any] = json.loads(finished.stdout)
    return report


def shown_number(text: str) -> float:
    """The number that a bar shows, in seconds where it is a time."""
    number, _, unit = text.partition(" ")
    return float(number.replace(",", "")) * {"ms": 1e-3, "µs": 1e-6}.get(unit, 1.0)


@pytest.mark.parametrize("start_method", START_METHODS)
@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_an_experiment_runs_with_every_start_method(program: Path, experiment: str, start_method: str) -> None:
    settings, expected = EXPERIMENTS[experiment]
    options = [part for setting in settings for part in ("--set", setting)]

    report = report_of_run(program, experiment, "--start-method", start_method, *options)

    assert report["start_method"] == start_method
    assert report["results"]
    assert all(value >= 0 for value in report["results"].values())
    assert expected.items() <= report["results"].items()


def test_what_is_watched_is_named_in_spawned_children_too(program: Path) -> None:
    report = report_of_run(program, "pipe/two_way", "--start-method", "spawn")
    assert "Process-1" in [process["name"] for process in report["processes"]]
    assert report["operations"]["Connection.send"] > 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="runs are controlled on Linux only")
def test_schedules_are_explored(program: Path) -> None:
    finished = run(program, "explore", "manager/lost_update", "--set", "PROCESSES=2", "--exhaustive", "--json")
    assert finished.returncode == 0, finished.stderr
    report = json.loads(finished.stdout)
    assert report["exhausted"]
    assert len(report["outcomes"]) == 2


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_the_window_runs_an_experiment_and_shows_its_bars(program: Path, experiment: str, tmp_path: Path) -> None:
    reported = tmp_path / "report.json"

    finished = run(program, experiment, "--run", "--report", str(reported))

    assert finished.returncode == 0, finished.stderr
    report = json.loads(reported.read_text(encoding="utf-8"))
    assert report["results"].keys() == report_of_run(program, experiment)["results"].keys()
    assert [bar["label"] for bar in report["bars"]] == list(report["results"])
    for bar in report["bars"]:
        assert shown_number(bar["text"]) == pytest.approx(report["results"][bar["label"]], rel=0.1)


def test_a_script_may_import_all_of_the_standard_library(program: Path, tmp_path: Path) -> None:
    script, names, failed = tmp_path / "imports.py", tmp_path / "names.json", tmp_path / "failed.json"
    script.write_text(IMPORTS_EVERYTHING, encoding="utf-8")
    names.write_text(json.dumps([name for name in stdlib.modules() if name not in {"antigravity", "this"}]))
    arguments = [str(script), str(names), str(failed)]

    subprocess.run([sys.executable, "-W", "ignore", *arguments], check=True)
    not_under_python = json.loads(failed.read_text())
    report_of_run(program, str(script), "--", *arguments[1:])

    assert json.loads(failed.read_text()) == not_under_python


def test_a_script_prints_and_exits_as_under_python(program: Path, tmp_path: Path) -> None:
    script = tmp_path / "ends.py"
    script.write_text("print('before', end='')\nexit(3)\n", encoding="utf-8")

    finished = run(program, "run", str(script))

    assert (finished.returncode, finished.stdout) == (3, "before")


def test_a_traceback_starts_in_the_script(program: Path, tmp_path: Path) -> None:
    script = tmp_path / "raises.py"
    script.write_text("1 / 0\n", encoding="utf-8")

    finished = run(program, "run", str(script))

    assert f'Traceback (most recent call last):\n  File "{script}", line 1, in <module>' in finished.stderr


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has SIGKILL and displays by name")
def test_killing_the_window_ends_the_run(program: Path, tmp_path: Path) -> None:
    script = tmp_path / "stays.py"
    script.write_text(STAYS, encoding="utf-8")
    with subprocess.Popen([program, str(script), "--run"]) as window:
        await_condition(lambda: (tmp_path / "stays").exists() or window.poll() is not None, SECONDS_TO_START)
        assert len(processes_of(program)) >= 4  # the window, the supervisor, the script and its child
        window.send_signal(signal.SIGKILL)

    await_condition(lambda: not processes_of(program), SECONDS_TO_END)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_without_a_display_one_line_says_so(program: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}

    finished = run(program, env=environment)

    assert finished.returncode == 1
    assert len(finished.stderr.splitlines()) == 1
    assert "list" in finished.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux desktops have these menu entries")
def test_the_menu_entry_names_the_program_wherever_it_is(program: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path)}

    subprocess.run(["sh", program.parent / "add_to_menu.sh"], env=environment, check=True)

    entry = (tmp_path / "applications/ipc-lab.desktop").read_text(encoding="utf-8")
    values = dict(line.split("=", 1) for line in entry.splitlines() if "=" in line)
    assert values["Exec"] == f'"{program}"'
    assert Path(values["Icon"]).is_file()
