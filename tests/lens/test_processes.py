"""What the lens tells of processes: who was started by whom, and how each ended."""

import textwrap
from pathlib import Path

import pytest

from tests.lens.watching import METHODS, watch
from workers.lens.events import Outcome, Role, Uncaught

ENDINGS = """
    import multiprocessing, os, time

    def work(how):
        if how == "raise":
            raise ValueError("no good", 3)
        if how == "vanish":
            os._exit(7)

    if __name__ == "__main__":
        for how in ("return", "raise", "vanish"):
            process = multiprocessing.Process(target=work, args=(how,), name=how)
            process.start()
            process.join()
        sleeper = multiprocessing.Process(target=time.sleep, args=(60,), name="sleeper")
        sleeper.start()
        sleeper.join(0.01)
        sleeper.kill()
        sleeper.join()
"""


def script(folder: Path, text: str) -> Path:
    path = folder / "script.py"
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return path


@pytest.mark.parametrize("method", METHODS)
def test_each_process_is_named_with_its_parent_and_its_end(tmp_path: Path, method: str) -> None:
    seen = watch(script(tmp_path, ENDINGS), method)
    assert seen.exit_code == 0, seen.stderr
    processes = seen.processes()
    assert processes["MainProcess"].role is Role.MAIN
    children = [processes[name] for name in ("return", "raise", "vanish")]
    assert all(child.parent == 0 and child.role is Role.CHILD and child.start_method == method for child in children)
    codes = seen.exit_codes()
    assert [codes[child.process] for child in children] == [0, 1, 7]
    assert -9 in codes.values()  # the sleeper; killed before it could say its name under spawn, perhaps
    (uncaught,) = (event for event in seen.events if isinstance(event, Uncaught))
    assert (uncaught.exception, uncaught.text, uncaught.line) == ("ValueError", "no good 3", 6)


def test_start_and_join_point_to_their_process_and_line(tmp_path: Path) -> None:
    seen = watch(script(tmp_path, ENDINGS), "fork")
    joins = seen.operations("Process.join")
    assert [join.value for join in joins] == ["0", "1", "7", "", "-9"]
    assert joins[3].outcome is Outcome.REFUSED
    assert [join.line for join in joins] == [14, 14, 14, 17, 19]
    starts = seen.operations("Process.start")
    assert [start.target for start in starts] == [join.target for join in joins[:4]]


def test_a_process_made_by_os_fork_is_told_of_too(tmp_path: Path) -> None:
    seen = watch(
        script(
            tmp_path,
            """
            import multiprocessing, os
            if os.fork() == 0:
                multiprocessing.current_process().is_alive()
                os._exit(0)
            os.wait()
            """,
        )
    )
    assert seen.exit_code == 0, seen.stderr
    (forked,) = (one for one in seen.processes().values() if one.role is Role.FORKED)
    assert forked.parent == 0
