"""Step mode: what is known of a stepped run, and the window's bar for it."""

from pathlib import Path

import pytest

from desktop.stepping import Stepping, deed, ring
from desktop.words import Words
from tests.desktop.windows import open_window, settle, wait_for
from workers.catalog import Experiment
from workers.messages import AtGate, BlockedAt, Deadlocked, Granted, Standstill

LOSE = '''"""Two processes add 1 to the same number."""

from multiprocessing import Process, Value


def add(counter):
    counter.value += 1


if __name__ == "__main__":
    counter = Value("i", 0)
    processes = [Process(target=add, args=(counter,)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    results = {"counted": counter.value}
'''


def test_what_is_granted_becomes_the_schedule() -> None:
    stepping = Stepping()
    gate = AtGate("a", 7, "Lock.acquire", "lock", 3, True)
    for message in (Standstill(0, (gate,)), Granted(1, "a", "Lock.acquire", "lock", 3)):
        stepping.tell(message)
    stepping.tell(Granted(2, "b", "Lock.acquire", "lock", 3, time_over=True))
    assert (stepping.schedule, stepping.phase, stepping.lines) == (["a", "b (time over)"], "going", {7: 3})


@pytest.mark.parametrize(
    ("op", "label", "said"),
    [
        ("dict.__getitem__", "shared", "reads shared"),
        ("Value.set", "counter", "writes counter"),
        ("Lock.acquire", "knife", "knife.acquire()"),
        ("Process.join", "Ann", "Ann.join()"),
        ("Pool.task", "work(3)", "work(3)"),
        ("sleep", "", "sleep()"),
    ],
)
def test_an_operation_is_said_as_it_is_written(op: str, label: str, said: str) -> None:
    assert deed(op, label, Words("en")) == said


def test_a_ring_is_a_sentence() -> None:
    ann = BlockedAt("Ann", "Lock.acquire", "fork", 5, ("Bob",))
    bob = BlockedAt("Bob", "Lock.acquire", "knife", 5, ("Ann",))
    main = BlockedAt("main", "Process.join", "Ann", 9, ("Ann",))
    said = ring(Deadlocked((main, ann, bob), ("Ann", "Bob")), Words("en"))
    assert said == (
        "Deadlock: Ann at line 5 wants fork.acquire() and waits for Bob; "
        "Bob at line 5 wants knife.acquire() and waits for Ann."
    )


def test_three_keys_lose_an_update_and_undo_takes_one_back(tmp_path: Path) -> None:
    path = tmp_path / "lose.py"
    path.write_text(LOSE, encoding="utf-8")
    with open_window(offered=[Experiment("locks", "lose", path, "")], home=tmp_path) as window:
        window.choose_topic("locks")
        window.stepper.start()

        def standing_after(steps: int) -> None:
            def so() -> bool:
                state = window.runner.state
                stepping = state.stepping if state else None
                return stepping is not None and stepping.phase == "standing" and len(stepping.schedule) == steps

            wait_for(window, so)
            settle(window)

        standing_after(0)
        window.shell.code.text.mark_set("insert", "16.0")
        window.stepper.run_to()
        standing_after(2)
        lanes = [lane.text for lane in window.shell.step_bar.lanes]
        assert lanes[1:] == [f"Process-{n}: reads counter · line 7" for n in (1, 2)]
        for steps, key in enumerate(
            "232", start=3
        ):  # both read, and the first writes: the second's is all that is kept
            window.shell.step_bar.focus_force()
            window.root.event_generate(f"<Key-{key}>")
            standing_after(steps)
        window.stepper.undo()
        standing_after(4)
        window.stepper.run_on()
        wait_for(window, lambda: not window.runner.running)
        settle(window)
        assert window.record.outcomes[0].values == {"counted": 1.0}
        assert "over after" in window.shell.step_bar.sentence
