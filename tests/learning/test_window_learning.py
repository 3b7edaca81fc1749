"""The window as a learner uses it: predict, run, see what came of it, change, check, go on."""

import tkinter as tk
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest

from desktop.progress import ProgressFile
from desktop.views.choices import Choices
from desktop.views.progress_view import ProgressView
from desktop.views.reading import Lookup
from desktop.views.tally_view import TallyView
from desktop.window import Window
from desktop.words import LANGUAGES, Language
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
    window.shell.lesson.text.yview(str(choices))
    settle(window)
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


@pytest.mark.parametrize(("language", "zoom"), [("en", 1.0), ("zh-Hant", 2.0), ("zh-Hans", 1.0)])
def test_answers_fit_their_pane(window: Window, language: Language, zoom: float) -> None:
    window.set_language(language)
    window.look.change(zoom=zoom)
    settle(window)
    for key in window.learner.learning.keys:
        window.choose_script(key)
        settle(window)
        pane = window.shell.lesson
        if pane.winfo_ismapped():
            room = pane.text.winfo_width()
            assert all(choices.winfo_reqwidth() <= room for choices in pane.choices.values()), key


def test_search_finds_a_lesson_and_goes_there(window: Window) -> None:
    window.root.focus_force()
    settle(window)
    window.root.event_generate("<Control-f>")
    settle(window)
    assert window.panels.panel.is_open
    lookup = window.panels.panel.content
    assert isinstance(lookup, Lookup)
    lookup.wanted.set("MESSAGE length bytes")
    settle(window)
    assert "Two writers, one end" in "".join(str(link.cget("text")) for link in lookup.text.winfo_children())
    lookup.wanted.set("號誌")  # a term's name in another language
    settle(window)
    assert "A car park with three places" in "".join(str(link.cget("text")) for link in lookup.text.winfo_children())
    lookup.wanted.set("MESSAGE length bytes")
    lookup.entry.event_generate("<Return>")
    settle(window)
    assert window.script is not None
    assert window.script.key == "pipe/shared_end"
    assert not window.panels.panel.is_open


def test_the_glossary_tells_every_term_and_escape_puts_it_away(window: Window) -> None:
    window.panels.glossary()
    settle(window)
    lookup = window.panels.panel.content
    assert isinstance(lookup, Lookup)
    assert "critical section" in lookup.text.get("1.0", tk.END)
    lookup.wanted.set("信号量")
    settle(window)
    text = lookup.text.get("1.0", tk.END)
    assert "semaphore" in text
    assert "critical section" not in text
    window.set_language("zh-Hant")
    settle(window)
    window.escape()
    assert not window.panels.panel.is_open


def test_a_term_in_the_text_tells_what_it_means(window: Window) -> None:
    text = window.shell.lesson.text
    first = text.index("term.first")
    x, y, width, height = text.bbox(first) or (0, 0, 0, 0)
    text.event_generate("<Motion>", x=x + width // 2, y=y + height // 2)
    text.event_generate("<Button-1>", x=x + width // 2, y=y + height // 2)
    settle(window)
    assert "process" in window.panels.tip.text
    text.event_generate("<Button-1>", x=5, y=5)
    settle(window)
    assert not window.panels.tip.text


def test_hands_are_counted_and_the_answer_is_revealed_when_the_teacher_wants(window: Window) -> None:
    window.panels.tally()
    settle(window)
    view = window.panels.panel.content
    assert isinstance(view, TallyView)
    for entry, count in zip(view.entries, ("12", "x", "3"), strict=True):
        entry.insert(0, count)
        entry.event_generate("<KeyRelease>")
    settle(window)
    assert view.tally.counts == (12, 0, 3)
    assert str(view.entries[1].cget("style")) == "Wrong.TEntry"
    view.reveal()
    window.panels.escape()
    assert window.learner.learning.tally(QUICK, 3).total == 15


def test_progress_is_shown_by_topic_and_can_be_forgotten_after_a_second_question(window: Window) -> None:
    window.learner.predict(3)
    window.panels.progress()
    settle(window)
    view = window.panels.panel.content
    assert isinstance(view, ProgressView)
    view.ask_reset()
    assert window.learner.learning.of(QUICK).predicted == 3
    view.choose(0)
    settle(window)
    assert window.learner.learning.of(QUICK).predicted == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_topic_is_printed_with_the_persons_own_results(
    window: Window, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    window.set_language(language)
    window.learner.predict(1)
    run(window)
    window.panels.print_topic()
    (uri,) = opened
    path = Path(unquote(urlsplit(uri).path))
    page = ElementTree.fromstring(path.read_text("utf-8").partition("\n")[2].replace('<meta charset="utf-8">', ""))
    words = window.look.words
    text = "".join(page.itertext())
    assert words("summary.yours") in text
    assert "after child 4" in text
    assert words("summary.not_run") in text  # the others of the topic
    assert page.find(".//{http://www.w3.org/2000/svg}svg") is not None
    assert str(path) in window.shell.notice.text


def test_a_beginner_walks_through_a_lesson_and_is_led_to_the_next(window: Window) -> None:
    choose(window, "question", 2)
    run(window)
    for number, right in enumerate(window.learner.learning.facts[QUICK].checks):
        wrong = 0 if right != 1 else 1
        choose(window, f"check {number}", wrong)
        assert "Not quite" in lesson_text(window)
        choose(window, f"check {number}", right - 1)
        assert "Not quite" not in lesson_text(window)
    assert window.learner.mark(QUICK, ended=True) == "check"
    window.learner.go_on()
    assert window.script is not None
    assert window.script.key == "manager/lost_update"


def test_a_button_sets_the_constants_of_an_edit_and_nothing_else(window: Window) -> None:
    window.shell.code.inputs.fields["PROCESSES"].value.set("7")
    settle(window)
    window.learner.change(0)
    settle(window)
    assert window.script is not None
    assert "USE_MANAGER = True" in window.script.text
    assert "PROCESSES = 4" in window.script.text
    assert window.shell.code.inputs.fields["USE_MANAGER"].value.get() == "True"


def test_notes_for_the_teacher_are_folded_away_at_first(window: Window) -> None:
    assert "photocopies" not in lesson_text(window)
    window.shell.lesson.toggle_teacher()
    assert "photocopies" in lesson_text(window)


def test_a_lesson_can_be_begun_anew_for_the_next_class(window: Window) -> None:
    choose(window, "question", 0)
    run(window)
    window.learner.begin_anew()
    settle(window)
    assert "The answer is" not in lesson_text(window)
    assert window.learner.mark(QUICK, ended=False) == "ring"
    window.learner.run()
    assert not window.runner.running  # it asks again
