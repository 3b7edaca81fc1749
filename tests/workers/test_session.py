"""What a run is to the script, and what it tells the front end."""

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workers.runs import Traces, await_line, messages, result, script
from workers import catalog
from workers.messages import EndReason, Finished, Printed, ProcessSeen, Progress, Skipped, Started
from workers.session import Limits, Run, Session

START_METHODS = multiprocessing.get_all_start_methods()

FAMILY = '''
    """A parent and a child."""
    import multiprocessing, os

    NUMBER = 1  # what the child prints

    def child():
        print("child", NUMBER, os.getpid())

    if __name__ == "__main__":
        print("parent", NUMBER, os.getpid())
        process = multiprocessing.Process(target=child)
        process.start()
        process.join()
        results = {"exit code": process.exitcode, "many": [1, 2.5], "not a number": "x"}
        results_unit = "things"
'''


@pytest.mark.parametrize("start_method", START_METHODS)
@pytest.mark.parametrize("watch", [False, True], ids=["measure", "watch"])
def test_a_script_from_anywhere_runs_and_each_line_is_put_down_to_its_process(
    tmp_path: Path, start_method: str, watch: bool
) -> None:
    folder = tmp_path / "a folder 資料夾"
    folder.mkdir()
    ran = result(Run(script(folder, FAMILY), start_method=start_method, watch=watch))
    lines = {m.text.split()[0]: m for m in ran.messages if isinstance(m, Printed)}
    assert lines["parent"].text == f"parent 1 {lines['parent'].pid}\n"
    assert lines["child"].text == f"child 1 {lines['child'].pid}\n"
    numbers = {m.pid: m.number for m in ran.messages if isinstance(m, ProcessSeen)}
    assert numbers[lines["parent"].pid] == 0
    assert numbers[lines["child"].pid] >= 1
    assert ran.finished.reason is EndReason.FINISHED
    assert ran.finished.exit_code == 0
    assert ran.finished.start_method == start_method
    assert ran.finished.results == {"exit code": 0, "many": [1, 2.5]}
    assert ran.finished.results_unit == "things"
    assert ran.finished.seconds is not None
    assert 0 < ran.finished.seconds < ran.finished.wall_seconds


@pytest.mark.parametrize("start_method", START_METHODS)
def test_an_edited_script_is_what_runs_in_every_process(tmp_path: Path, start_method: str) -> None:
    path = script(tmp_path, FAMILY)
    edited = catalog.with_constant(path.read_text(), "NUMBER", "7")
    ran = result(Run(path, source=edited, start_method=start_method, watch=False))
    assert sorted(line.split()[:2] for line in ran.out.splitlines()) == [["child", "7"], ["parent", "7"]]


def test_an_edited_script_still_finds_the_modules_beside_the_original(tmp_path: Path) -> None:
    script(tmp_path, "value = 42", "beside.py")
    ran = result(Run(script(tmp_path, "x"), source="import beside\nprint(beside.value)", watch=False))
    assert ran.out == "42\n"


def test_the_edited_text_is_read_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    ran = result(Run(script(tmp_path, "x"), source="# coding: latin-1\nprint('caf\u00e9')", watch=False))
    assert ran.out == "caf\u00e9\n"


@pytest.mark.parametrize("watch", [False, True], ids=["measure", "watch"])
@pytest.mark.parametrize(
    "text",
    [
        "import sys\nprint(sys.argv[1:], __name__, sys.path[0] == %r)",
        "print(sorted(set(globals()) - {'__annotations__', '__cached__'}))",
        "import sys\nprint([n for n in sys.modules if n.split('.')[0] in ('workers', 'desktop', 'msgspec', 'psutil')])",
        "def f():\n    raise ValueError('deep')\n\nf()",
        "raise SystemExit",
        "raise SystemExit(3)",
        "import sys\nsys.exit('a message')",
        "import os\nos._exit(7)",
        "import os, signal\nos.kill(os.getpid(), signal.SIGTERM)",
        "raise KeyboardInterrupt",
        "this is no Python",
        "x = (",
        "import os\nif os.fork() == 0:\n    print('forked')\nelse:\n    os.wait(); print('waited')",
        "import atexit\natexit.register(print, 'bye')\n1 / 0",
        "import atexit, multiprocessing as m\n"
        "lock = m.Lock()\natexit.register(lock.release)\natexit.register(lock.acquire)",
        "import multiprocessing as m\nm.set_start_method('spawn')\nprint(m.get_start_method())",
        "from multiprocessing import *\nprint(current_process(), parent_process(), active_children())",
        "import threading\nprint([t.name for t in threading.enumerate()], threading.main_thread().ident > 0)",
        "import workers",
        "print(__file__ == %r + '/script.py')",
        "import sys\nsys.stdout.write('no newline at the end')",
        "import warnings\nwarnings.warn('a warning')",
        "try:\n    input('Name? ')\nexcept EOFError as error:\n    print(error)",
        "import sys\nsys.excepthook = lambda *a: print('hook', a[0].__name__, a[2].tb_lineno)\n1 / 0",
    ],
)
def test_a_script_cannot_tell_that_it_is_not_alone(tmp_path: Path, text: str, watch: bool) -> None:
    path = script(tmp_path, text.replace("%r", repr(str(tmp_path))))
    alone = subprocess.run(
        [sys.executable, str(path), "an argument"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    ran = result(Run(path, arguments=("an argument",), watch=watch))
    assert (ran.out, ran.err, ran.finished.exit_code) == (alone.stdout, alone.stderr, alone.returncode)


@pytest.mark.parametrize("start_method", ["spawn", "forkserver"])
def test_a_script_without_a_main_guard_fails_as_python_says(tmp_path: Path, start_method: str) -> None:
    text = """
        import multiprocessing
        process = multiprocessing.Process(target=print)
        process.start()
        process.join()
        print("exit code", process.exitcode)
    """
    ran = result(Run(script(tmp_path, text), start_method=start_method))
    assert "RuntimeError" in ran.err
    assert "Safe importing of main module" in ran.err or "bootstrapping phase" in ran.err
    assert ran.out == "exit code 1\n"


def test_a_script_sees_the_working_folder_that_it_was_given(tmp_path: Path) -> None:
    path = script(tmp_path, "import os; print(os.getcwd())")
    assert result(Run(path, watch=False)).out == f"{tmp_path}\n"
    assert result(Run(path, watch=False, folder=tmp_path.parent)).out == f"{tmp_path.parent}\n"


def test_results_so_far_are_kept_when_a_script_fails(tmp_path: Path) -> None:
    ran = result(Run(script(tmp_path, "results = {'before': 1}\n1 / 0"), watch=False))
    assert ran.finished.exit_code == 1
    assert ran.finished.results == {"before": 1}


def test_what_was_printed_before_an_error_comes_before_it(tmp_path: Path) -> None:
    text = "for number in range(50): print('line', number, flush=True)\n1 / 0"
    for _ in range(5):
        printed = [m for m in result(Run(script(tmp_path, text), watch=False)).messages if isinstance(m, Printed)]
        assert [m.stream for m in printed] == sorted((m.stream for m in printed), reverse=True)


def test_endless_output_is_counted_and_its_two_ends_kept(tmp_path: Path) -> None:
    text = "for number in range(20000): print('line', number)"
    ran = result(Run(script(tmp_path, text), watch=False, limits=Limits(output_characters=2000)))
    assert ran.out.startswith("line 0\nline 1\n")
    assert ran.out.endswith("line 19999\n")
    assert len(ran.out) == 2000
    assert ran.finished.skipped == sum(len(f"line {n}\n") for n in range(20000)) - 2000
    assert any(isinstance(m, Skipped) for m in ran.messages)


def test_too_many_processes_end_the_run_with_its_reason(tmp_path: Path) -> None:
    text = """
        import multiprocessing, time
        if __name__ == "__main__":
            for _ in range(20):
                multiprocessing.Process(target=time.sleep, args=(1000,)).start()
    """
    ran = result(Run(script(tmp_path, text), start_method="fork", limits=Limits(processes=8)))
    assert ran.finished.reason is EndReason.TOO_MANY_PROCESSES


def test_a_run_beyond_its_time_ends_with_its_reason(tmp_path: Path) -> None:
    ran = result(Run(script(tmp_path, "import time; time.sleep(1000)"), limits=Limits(seconds=0.2)))
    assert ran.finished.reason is EndReason.TOO_LONG


def test_a_folder_that_is_not_there_is_said_not_raised(tmp_path: Path, traces: Traces) -> None:
    ran = result(Run(script(tmp_path, "print()"), folder=tmp_path / "nowhere"))
    assert ran.finished.reason is EndReason.NOT_STARTED
    assert "nowhere" in ran.finished.note
    traces.await_none()


def test_what_a_script_leaves_running_is_ended_and_counted(tmp_path: Path, traces: Traces) -> None:
    text = "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1000)'])"
    ran = result(Run(script(tmp_path, text), watch=False))
    assert ran.finished.left_over == 1
    traces.await_none()


def test_polling_never_waits_and_progress_comes_while_a_script_is_silent(tmp_path: Path) -> None:
    with Session(Run(script(tmp_path, "import time; print('up'); time.sleep(1000)"), watch=False)) as session:
        await_line(session, "up")
        while session.poll() is not None:
            pass
        assert session.poll() is None
        assert isinstance(next(messages(session)), Progress)
        session.stop()
        *_, last = messages(session)
        assert isinstance(last, Finished)
        assert session.poll() is None


def test_the_first_message_is_that_it_started_and_the_last_that_it_finished(tmp_path: Path) -> None:
    ran = result(Run(script(tmp_path, FAMILY)))
    kinds = [type(message) for message in ran.messages]
    assert kinds[0] is Started
    assert kinds.count(Started) == kinds.count(Finished) == 1
    assert kinds[-1] is Finished


def test_two_runs_at_once_do_not_hear_each_other(tmp_path: Path) -> None:
    with (
        Session(Run(script(tmp_path, "print('one')", "one.py"), watch=False)) as one,
        Session(Run(script(tmp_path, "print('two')", "two.py"), watch=False)) as two,
    ):
        texts = [[m.text for m in messages(session) if isinstance(m, Printed)] for session in (one, two)]
    assert texts == [["one\n"], ["two\n"]]
