import json
import os
import subprocess
import sys
from pathlib import Path

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
    assert "python -m workers list" in done.stderr


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
