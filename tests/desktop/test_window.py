"""The window for real: a display, Tk, and sessions that run real processes, unless a test says otherwise."""

import os
import re
import time
import tkinter as tk
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from desktop.driver import shown
from desktop.settings import SettingsFile
from desktop.window import Window
from desktop.words import LANGUAGES
from tests.desktop.fakes import FakeSessions, finished
from tests.desktop.windows import open_window, run_to_end, settle, wait_for
from workers.messages import AnyMessage, EndReason, Printed, ProcessSeen, Started


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with open_window(home=tmp_path) as opened:
        yield opened


def open_text(window: Window, folder: Path, source: str, name: str = "script.py") -> None:
    path = folder / name
    path.write_text(source)
    window.open_script(path)
    settle(window)


def press(window: Window, key: str) -> None:
    window.root.focus_force()
    settle(window)
    window.root.event_generate(key)
    settle(window)


def test_an_experiment_of_each_tab_runs_and_shows_its_bars(window: Window) -> None:
    for key in ("pipe/shared_end", "manager/plain_dict", "pool/close_and_join"):
        window.choose_script(key)
        run_to_end(window)
        report = shown(window)
        assert report["reason"] == "finished", report
        assert len(report["bars"]) == len(report["results"])
        assert report["output"]
        assert not report["notice"]


def test_setting_an_input_edits_its_line_and_that_is_what_runs(window: Window, tmp_path: Path) -> None:
    open_text(
        window, tmp_path, "COUNT = 3  # how many\nFLAG = False  # or not\nresults = {'n': COUNT, 'f': FLAG + 0}\n"
    )
    window.shell.code.inputs.fields["COUNT"].value.set("12")
    window.shell.code.inputs.fields["FLAG"].value.set("True")
    settle(window)
    assert window.shell.code.source.startswith("COUNT = 12  # how many\nFLAG = True  # or not\n")
    run_to_end(window)
    assert [bar["text"] for bar in shown(window)["bars"]] == ["12", "1"]
    assert (tmp_path / "script.py").read_text().startswith("COUNT = 3")


def test_editing_the_line_sets_the_input(window: Window, tmp_path: Path) -> None:
    open_text(window, tmp_path, "COUNT = 3  # how many\n")
    window.shell.code.text.replace("1.8", "1.9", "41")
    wait_for(window, lambda: window.shell.code.inputs.fields["COUNT"].value.get() == "41")


def test_a_value_that_does_not_fit_is_said_and_nothing_runs_with_it(window: Window, tmp_path: Path) -> None:
    open_text(window, tmp_path, "COUNT = 3  # how many\nprint(COUNT)\n")
    field = window.shell.code.inputs.fields["COUNT"]
    field.value.set("many")
    settle(window)
    assert "COUNT" in window.shell.code.inputs.message
    assert window.shell.code.source.startswith("COUNT = 3")
    window.run()
    assert not window.runner.running
    assert window.shell.notice.text
    field.value.set("4")
    assert window.shell.code.inputs.message == ""


def test_an_edit_can_be_undone_and_the_original_restored(window: Window, tmp_path: Path) -> None:
    open_text(window, tmp_path, "COUNT = 3  # how many\n")
    window.shell.code.inputs.fields["COUNT"].value.set("4")
    settle(window)
    assert window.shell.code.restore_button.winfo_manager()
    window.shell.code.text.event_generate("<<Undo>>")
    settle(window)
    assert window.shell.code.source == "COUNT = 3  # how many\n"
    assert not window.shell.code.restore_button.winfo_manager()
    window.shell.code.inputs.fields["COUNT"].value.set("5")
    settle(window)
    window.shell.code.restore_button.invoke()
    settle(window)
    assert window.shell.code.source == "COUNT = 3  # how many\n"


def test_an_edit_survives_a_crash(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    with open_window(home=tmp_path) as window:
        open_text(window, tmp_path, "x = 1\n")
        window.shell.code.text.insert("end-1c", "y = 2\n")
        # Nothing is told to keep it: what is on disk a moment later is what a crash would leave.
        wait_for(window, lambda: any((tmp_path / "drafts").glob("script-*.py")))
        (draft,) = (tmp_path / "drafts").glob("script-*.py")
        assert draft.read_text() == "x = 1\ny = 2\n"
    with open_window(home=tmp_path) as window:
        window.open_script(script)
        assert window.shell.code.source == "x = 1\ny = 2\n"


def test_a_syntax_error_is_marked_and_nothing_runs(window: Window, tmp_path: Path) -> None:
    open_text(window, tmp_path, "x = 1\nif x = 2:\n    pass\n")
    window.run()
    settle(window)
    assert not window.runner.running
    assert window.runner.state is None
    assert [str(index) for index in window.shell.code.text.tag_ranges("fault")] == ["2.0", "3.0"]
    assert "2" in window.shell.notice.text


def test_an_exception_is_told_in_a_sentence_with_its_line_and_its_traceback(window: Window, tmp_path: Path) -> None:
    open_text(window, tmp_path, "def main():\n    print({}['missing'])\n\n\nmain()\n")
    run_to_end(window)
    assert "KeyError: 'missing'" in window.shell.notice.text
    assert [str(index) for index in window.shell.code.text.tag_ranges("fault")] == ["2.0", "3.0"]
    window.show_traceback()
    assert any("Traceback" in line for line in window.shell.output.lines())


def test_a_file_that_cannot_be_read_is_said_and_the_window_goes_on(window: Window, tmp_path: Path) -> None:
    before = window.script
    window.open_script(tmp_path / "none.py")
    assert "none.py" in window.shell.notice.text
    assert window.script is before


def test_stop_ends_a_run_that_would_never_end(window: Window) -> None:
    window.choose_script("pipe/closing_ends")
    window.shell.code.inputs.fields["CLOSE_PARENT_END"].value.set("False")
    window.run()
    wait_for(window, lambda: window.runner.state is not None and window.runner.state.alive > 1)
    assert window.shell.run_bar.standing.running
    press(window, "<Escape>")
    began = time.perf_counter()
    wait_for(window, lambda: not window.runner.running)
    assert time.perf_counter() - began < 3
    assert shown(window)["reason"] == "stopped"


def test_closing_the_window_ends_the_run(window: Window, tmp_path: Path) -> None:
    open_text(window, tmp_path, "import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(1000)\n")
    window.run()
    wait_for(window, lambda: window.runner.state is not None and len(window.runner.state.output) > 0)
    assert window.runner.state is not None
    pid = int(window.runner.state.output[0].text)
    assert psutil.pid_exists(pid)
    window.close()
    until = time.monotonic() + 5
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < until


def test_ten_runs_show_their_spread(window: Window, tmp_path: Path) -> None:
    open_text(window, tmp_path, "import random\nresults = {'n': random.random()}\n")
    run_to_end(window, times=10)
    assert len(window.runner.states) == 10
    assert "10" in str(window.shell.chart.note)
    (values,) = window.record.outcomes[0].values.values()
    assert isinstance(values, list)
    assert len(values) == 10


def test_a_chart_says_whether_it_was_watched_or_measured(window: Window, tmp_path: Path) -> None:
    open_text(window, tmp_path, "results = {'n': 1}\n")
    run_to_end(window)
    assert window.shell.chart.note.startswith(window.look.words("chart.measured"))
    window.change(watch=True)
    run_to_end(window)
    assert window.shell.chart.note.startswith(window.look.words("chart.watched"))


def test_each_line_has_the_name_and_the_colour_of_the_process_that_printed_it(tmp_path: Path) -> None:
    messages: list[AnyMessage] = [
        Started(10, "fork", True),
        ProcessSeen(10, 0, "MainProcess"),
        ProcessSeen(11, 1, "Process-1"),
        Printed(0.1, 10, "stdout", "from main\n"),
        Printed(0.2, 11, "stderr", "from a child\n"),
        finished(),
    ]
    with open_window(home=tmp_path, start_session=FakeSessions(messages)) as window:
        run_to_end(window)
        main, child = window.shell.output.lines()
        assert "from main" in main
        assert "Process-1" in child
        assert "swatch0" in window.shell.output.text.tag_names("1.0")
        assert "swatch1" in window.shell.output.text.tag_names("2.0")
        assert "stderr" in window.shell.output.text.tag_names("2.end -1c")
        assert window.look.words("output.error_mark").strip() in child


def test_a_run_that_is_lost_is_told_and_another_can_follow(tmp_path: Path) -> None:
    sessions = FakeSessions([finished(EndReason.LOST, None)], [finished()])
    with open_window(home=tmp_path, start_session=sessions) as window:
        run_to_end(window)
        assert window.shell.notice.text == window.look.words("end.lost")
        run_to_end(window)
        assert window.shell.notice.text == ""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_the_end_of_the_supervisor_is_told_and_the_window_goes_on(window: Window, tmp_path: Path) -> None:
    open_text(window, tmp_path, "import time\nprint('here', flush=True)\ntime.sleep(1000)\n")
    window.run()
    wait_for(window, lambda: window.runner.state is not None and len(window.runner.state.output) > 0)
    for child in psutil.Process().children():
        if "workers.supervisor" in child.cmdline():
            child.kill()
    wait_for(window, lambda: not window.runner.running)
    assert window.shell.notice.text == window.look.words("end.lost")


def test_endless_output_does_not_grow_the_widget_without_end(tmp_path: Path) -> None:
    messages: list[AnyMessage] = [
        Printed(0.1, 0, "stdout", "".join(f"line {i}\n" for i in range(n, n + 500))) for n in range(0, 50_000, 500)
    ]
    with open_window(home=tmp_path, start_session=FakeSessions([*messages, finished()])) as window:
        run_to_end(window)
        wait_for(window, lambda: not window.shell.output.catch_up())
        lines = window.shell.output.lines()
        assert len(lines) < 7_000
        assert lines[-1].endswith("line 49999")
        window.shell.output.copy()
        assert window.root.clipboard_get().count("\n") == 49_999


def test_a_folder_for_settings_that_cannot_be_written_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    with open_window(home=tmp_path) as window:
        window.set_theme("dark")
        assert window.shell.notice.text
        assert window.look.theme == "dark"
        window.shell.notice.hide()
        window.set_theme("light")
        assert not window.shell.notice.text


def test_choices_are_remembered(tmp_path: Path) -> None:
    with open_window(home=tmp_path) as window:
        window.set_theme("projector")
        window.set_zoom(2)
        window.set_language("zh-Hans")
    now = SettingsFile(tmp_path / "settings.json").now
    assert (now.theme, now.zoom, now.language) == ("projector", 1.25, "zh-Hans")


def test_the_window_is_driven_by_keys(tmp_path: Path) -> None:
    sessions = FakeSessions()
    with open_window(home=tmp_path, start_session=sessions) as window:
        first = window.script
        press(window, "<Alt-Down>")
        assert window.script is not first
        press(window, "<Control-Key-2>")
        assert window.script is not None
        assert window.script.topic == "manager"
        press(window, "<Control-Next>")
        assert window.script.topic == "pool"
        press(window, "<Control-plus>")
        assert window.look.zoom == pytest.approx(1.1)
        press(window, "<Control-Key-0>")
        assert window.look.zoom == 1.0
        window.learner.show_me()
        press(window, "<F5>")
        assert window.runner.running
        press(window, "<Shift-F5>")
        wait_for(window, lambda: not window.runner.running)
        press(window, "<Control-F5>")
        assert window.runner.job is not None
        assert window.runner.job.times == 10
        press(window, "<Escape>")
        wait_for(window, lambda: not window.runner.running)


def test_words_change_everywhere_when_the_language_does(window: Window) -> None:
    def texts() -> set[str]:
        return {str(widget.cget("text")) for widget in everything(window.root) if "text" in widget.keys()}  # noqa: SIM118

    english = texts()
    window.set_language("zh-Hant")
    settle(window)
    # What is the same in each language: constants, numbers, A− and A+.
    same = {text for text in english & texts() if re.search("[A-Za-z]{4}", text)}
    assert {text for text in same if not text.strip().isupper()} == set()


def everything(widget: tk.Misc) -> Iterator[tk.Misc]:
    yield widget
    for child in widget.winfo_children():
        yield from everything(child)


@pytest.mark.parametrize("size", [(1280, 800), (1024, 768), (1920, 1080)])
@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_nothing_is_cut_in_any_language(tmp_path: Path, size: tuple[int, int], zoom: float) -> None:
    with open_window(*size, home=tmp_path, start_session=FakeSessions()) as window:
        for language in LANGUAGES:
            window.look.change(language=language, zoom=zoom)
            window.set_language(language)
            settle(window)
            for widget in everything(window.root):
                if widget.winfo_viewable() and widget.winfo_class() in {
                    "TButton",
                    "TLabel",
                    "TCombobox",
                    "TCheckbutton",
                }:
                    assert widget.winfo_width() >= widget.winfo_reqwidth() - 1, (language, widget, widget.cget("text"))
                    parent = widget.nametowidget(widget.winfo_parent())
                    assert widget.winfo_x() + widget.winfo_width() <= parent.winfo_width() + 1, (language, widget)
                    assert widget.winfo_y() + widget.winfo_height() <= parent.winfo_height() + 1, (language, widget)


def test_a_fault_of_the_program_itself_is_said_and_not_swallowed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_window(home=tmp_path, start_session=FakeSessions()) as window:
        window.callback_failed(ValueError, ValueError("oops"), None)
        assert "oops" in window.shell.notice.text
    assert "ValueError: oops" in capsys.readouterr().err
