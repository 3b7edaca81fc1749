"""The window as a learner uses it: predict, run, see what came of it, change, check, go on."""

import tkinter as tk
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.progress import ProgressFile
from desktop.views.choices import Choices
from desktop.window import Window
from desktop.words import LANGUAGES
from tests.desktop.windows import open_window, settle, wait_for

QUICK = "manager/plain_dict"  # its question: how many apples of 4 are left? 0, 3 or 4


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with open_window(home=tmp_path) as opened:
        opened.choose_script(QUICK)
        settle(opened)
        yield opened


def lesson_text(window: Window) -> str:
    return window.shell.lesson.text.get("1.0", tk.END)


def run(window: Window) -> None:
    window.learner.run()
    assert window.runner.running
    wait_for(window, lambda: not window.runner.running)
    settle(window)


def choose(window: Window, name: str, answer: int) -> None:
    """Choose an answer, which counts from 0, with the keyboard."""
    window.root.focus_force()
    choices: Choices = window.shell.lesson.choices[name]
    choices.boxes[answer].focus_set()
    settle(window)
    choices.boxes[answer].event_generate("<Return>")
    settle(window)


def test_the_run_waits_for_a_prediction(window: Window) -> None:
    window.learner.run()
    assert not window.runner.running
    assert window.shell.notice.text
    choose(window, "question", 0)
    assert not window.shell.notice.text
    run(window)
    assert window.learner.learning.of(QUICK).predicted == 1


def test_the_outcome_is_set_beside_the_prediction(window: Window) -> None:
    choose(window, "question", 0)
    assert "The answer is" not in lesson_text(window)
    run(window)
    text = lesson_text(window)
    assert "You predicted: 0. The answer is: 4." in text
    assert "after child 4: 4" in text


def test_a_prediction_stays_once_the_run_has_been_seen(window: Window) -> None:
    choose(window, "question", 0)
    run(window)
    window.learner.predict(3)
    assert window.learner.learning.of(QUICK).predicted == 1


def test_whoever_only_wants_to_see_is_shown(window: Window) -> None:
    window.learner.show_me()
    run(window)
    assert "The answer is: 4." in lesson_text(window)
    assert window.learner.learning.of(QUICK).predicted == 0


def test_a_changed_program_is_not_held_against_the_prediction(window: Window) -> None:
    window.learner.predict(3)
    window.shell.code.inputs.fields["USE_MANAGER"].value.set("True")
    settle(window)
    run(window)
    assert "This run had USE_MANAGER = True" in lesson_text(window)


def test_a_script_of_ones_own_asks_for_nothing(window: Window, tmp_path: Path) -> None:
    script = tmp_path / "mine.py"
    script.write_text("print(1)\n")
    window.open_script(script)
    run(window)


def test_an_error_in_a_script_of_ones_own_is_explained(window: Window, tmp_path: Path) -> None:
    script = tmp_path / "mine.py"
    script.write_text("from multiprocessing import Pipe\nreader, writer = Pipe(duplex=False)\nreader.send(1)\n")
    window.open_script(script)
    run(window)
    assert "read-only" in window.shell.notice.text
    assert "the first only receives" in lesson_text(window)
    window.learner.leave_trouble()
    assert "the first only receives" not in lesson_text(window)


def test_progress_outlives_the_window(tmp_path: Path) -> None:
    with open_window(home=tmp_path) as window:
        window.choose_script(QUICK)
        window.learner.predict(2)
    with open_window(home=tmp_path) as window:
        window.choose_script(QUICK)
        assert window.learner.learning.of(QUICK).predicted == 2
        assert ProgressFile(tmp_path / "progress.json").read()[QUICK].predicted == 2


def test_progress_that_cannot_be_kept_is_said_once_and_the_program_goes_on(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with open_window(home=tmp_path) as window:
        window.learner.learning._file = ProgressFile(blocked / "progress.json")
        window.choose_script(QUICK)
        window.learner.predict(2)
        assert window.learner.learning.of(QUICK).predicted == 2


@pytest.mark.parametrize("zoom", [1.0, 2.0])
@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_fit_their_pane(window: Window, language: str, zoom: float) -> None:
    window.set_language(language)  # type: ignore[arg-type]
    window.look.change(zoom=zoom)
    settle(window)
    for key in window.learner.learning.keys:
        window.choose_script(key)
        settle(window)
        pane = window.shell.lesson
        if pane.winfo_ismapped():
            room = pane.text.winfo_width()
            assert all(choices.winfo_reqwidth() <= room for choices in pane.choices.values()), key
