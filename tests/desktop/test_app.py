import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

ROOT = Path(__file__).parent.parent.parent


def desktop(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "desktop", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_without_a_display_one_line_says_so_and_names_the_terminal_command() -> None:
    done = desktop(DISPLAY="")
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "-m workers list" in done.stderr


def test_without_tk_one_line_says_so(tmp_path: Path) -> None:
    (tmp_path / "tkinter.py").write_text("raise ImportError('no Tk here')\n")
    done = desktop(PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "Tk" in done.stderr


def test_the_window_can_be_driven_from_the_command_line(tmp_path: Path) -> None:
    script = tmp_path / "own.py"
    script.write_text("print('hello')\nresults = {'one': 1, 'two': 2.5}\n")
    report = tmp_path / "report.json"
    done = desktop(str(script), "--language", "zh-Hant", "--run", "--report", str(report))
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(report.read_text(encoding="utf-8"))
    assert found["bars"] == [{"label": "one", "text": "1"}, {"label": "two", "text": "2.5"}]
    assert found["results"] == {"one": 1, "two": 2.5}
    assert found["output"][0].endswith("hello")
    assert found["status"] == "執行完畢。"


def test_the_entry_imports_nothing_of_tk_for_another_role() -> None:
    code = "import sys, desktop.__main__; sys.exit('tkinter' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_when_the_program_is_ended_its_run_ends_with_it(tmp_path: Path, signal_number: int) -> None:
    script = tmp_path / "endless.py"
    write_pid = f"pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(os.getpid()))"
    script.write_text(f"import os, pathlib, time\n{write_pid}\ntime.sleep(1000)\n")
    with subprocess.Popen([sys.executable, "-m", "desktop", str(script), "--run"], cwd=ROOT) as program:
        pid = int(waited_for(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text()))
        program.send_signal(signal_number)
        assert program.wait(10) == (-signal_number if signal_number == signal.SIGKILL else 0)
        waited_for(lambda: not psutil.pid_exists(pid))


def waited_for(condition: Callable[[], Any]) -> Any:
    """What a condition gives when it gives something that is true. Fails after some seconds."""
    until = time.monotonic() + 20
    while not (found := condition()):
        assert time.monotonic() < until
        time.sleep(0.01)
    return found
