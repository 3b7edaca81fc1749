"""Challenges in the window: the goal is said, breaking is noticed, and so is a repair."""

from tests.desktop.windows import open_window, settle, wait_for
from workers.catalog import challenges
from workers.messages import Found, WayFound


def test_a_challenge_is_broken_by_hand_and_held_repaired_by_exploring() -> None:
    with open_window(offered=challenges()) as window:
        window.choose_topic("challenges")
        window.choose_script("challenges/opposite_order")
        assert window.shell.notice.text == "Step so that both wait for ever."
        window.stepper.start(("main", "main", "Ann", "Bob"))
        wait_for(window, lambda: "opposite_order" in window.challenger.broken)
        settle(window)
        assert "waits for Bob" in window.shell.step_bar.sentence
        window.stop()
        wait_for(window, lambda: not window.runner.running)
        assert window.script is not None
        window.shell.code.replace(window.script.text.replace("args=(fork, knife)", "args=(knife, fork)"))
        settle(window)
        window.explorer.start()
        wait_for(window, lambda: "opposite_order" in window.challenger.repaired)
        assert "no order" in window.shell.notice.text


def test_a_search_that_finds_a_deadlock_repairs_nothing() -> None:
    with open_window(offered=challenges()) as window:
        window.choose_topic("challenges")
        assert window.script is not None
        stuck = WayFound("deadlock", "a waits", 1, ("a",))
        window.challenger.explored(window.script.key, Found(1, (stuck,), exhausted=True, seconds=0.1, finished=True))
        assert not window.challenger.repaired
        assert "still go wrong" in window.shell.notice.text
