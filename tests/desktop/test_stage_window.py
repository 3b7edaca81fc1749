from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.window import Window
from desktop.world import lines_at
from tests.desktop.windows import open_window, run_to_end, settle, wait_for
from workers.catalog import with_constant


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """A window in which lost_update has been watched, with the stage in sight."""
    home: Path = tmp_path_factory.mktemp("home")
    with open_window(watch=True, home=home) as window:
        window.choose_script("manager/lost_update")
        assert window.script is not None
        window.shell.code.replace(with_constant(window.script.text, "PROCESSES", "3"))
        window.shell.stage.choose("picture")
        settle(window)
        run_to_end(window)
        wait_for(window, lambda: not window.shell.stage.stage.playback.following)
        yield window


def press(window: Window, key: str) -> None:
    canvas = window.shell.stage.canvas
    canvas.focus_force()
    canvas.event_generate(f"<Key-{key}>")
    settle(window)


def test_a_watched_run_is_on_the_stage(window: Window) -> None:
    recording = window.shell.stage.stage.recording
    assert len(recording.processes) == 5
    labels = {made.label for made in recording.objects.values()}
    assert {"shared", "lock"} <= labels


@pytest.mark.parametrize("name", ["picture", "timeline"])
def test_each_kind_of_drawing_is_drawn(window: Window, name: str) -> None:
    stage = window.shell.stage
    stage.choose(name)
    settle(window)
    assert len(stage.canvas.scene) > 20
    assert len(stage.canvas.find_all()) >= len(stage.canvas.scene)


def test_colours_are_those_of_the_output(window: Window) -> None:
    recording = window.shell.stage.stage.recording
    state = window.record.state
    assert state is not None
    for process in recording.processes.values():
        assert recording.shown(process.number) == state.processes[process.pid].number


def test_keys_move_the_moment(window: Window) -> None:
    stage = window.shell.stage.stage
    window.shell.stage.choose("timeline")
    press(window, "Home")
    assert stage.playback.moment == stage.whole[0]
    press(window, "Right")
    first = stage.playback.moment
    press(window, "Next")
    assert stage.playback.moment > first
    press(window, "Prior")
    assert stage.playback.moment == first
    press(window, "End")
    assert stage.playback.moment == stage.whole[1]


def test_space_plays_and_pauses(window: Window) -> None:
    stage = window.shell.stage.stage
    press(window, "Home")
    press(window, "space")
    assert stage.playback.playing
    began = stage.playback.moment
    wait_for(window, lambda: stage.playback.moment > began)
    press(window, "space")
    assert not stage.playback.playing


def test_the_code_marks_the_lines_that_processes_are_on(window: Window) -> None:
    stage = window.shell.stage
    stage.choose("timeline")
    recording = stage.stage.recording
    child = next(p for p in recording.in_order() if p.name == "Process-3")
    moment = child.tracks[0, 0].times[0] + 1
    stage.to(moment)
    settle(window)
    expected = {recording.shown(n): line for n, line in lines_at(recording, moment).items()}
    marks = window.shell.code._numbers.marks
    assert {process: line for line, found in marks.items() for process in found} == expected
    assert window.shell.code.text.tag_ranges("at")


def test_the_wheel_zooms_and_a_double_click_shows_all_again(window: Window) -> None:
    stage = window.shell.stage
    stage.choose("timeline")
    settle(window)
    stage.canvas.event_generate("<Button-4>", x=300, y=60)
    settle(window)
    assert stage.stage.part is not None
    for event in ("<ButtonPress-1>", "<ButtonRelease-1>", "<ButtonPress-1>", "<ButtonRelease-1>"):
        stage.canvas.event_generate(event, x=300, y=60)
    settle(window)
    assert stage.stage.part is None


def test_dragging_the_timeline_moves_the_piece_in_sight(window: Window) -> None:
    stage = window.shell.stage
    stage.choose("timeline")
    settle(window)
    for _ in range(4):
        stage.canvas.event_generate("<Button-4>", x=300, y=60)
        settle(window)
    stage.stage.playback.moment = 0  # not where the pointer takes hold
    stage.canvas.draw()
    before = stage.stage.part
    stage.canvas.event_generate("<ButtonPress-1>", x=300, y=60)
    stage.canvas.event_generate("<B1-Motion>", x=340, y=60)
    stage.canvas.event_generate("<ButtonRelease-1>", x=340, y=60)
    settle(window)
    assert before is not None
    assert stage.stage.part is not None
    assert stage.stage.part[0] < before[0]
    stage.stage.all_in_sight()


def test_a_click_on_an_operation_goes_to_its_line(window: Window) -> None:
    stage = window.shell.stage
    stage.choose("timeline")
    settle(window)
    row = next(r for r in range(len(stage.stage.recording)) if stage.stage.recording.name_of(r) == "Process.join")
    box = stage.canvas.coords(f"id:op:{row}")
    x, y = round((box[0] + box[2]) / 2), round((box[1] + box[3]) / 2)
    stage.canvas.event_generate("<ButtonPress-1>", x=x, y=y)
    stage.canvas.event_generate("<ButtonRelease-1>", x=x, y=y)
    settle(window)
    line = window.shell.code.text.index("insert").partition(".")[0]
    assert int(line) == stage.stage.recording.line[row]


def test_the_stage_fills_the_window_and_goes_back(window: Window) -> None:
    stage = window.shell.stage
    small = stage.winfo_width()
    stage.enlarge.invoke()
    settle(window)
    assert stage.winfo_width() > window.root.winfo_width() * 0.9
    assert not window.shell.code.winfo_viewable()
    stage.enlarge.invoke()
    settle(window)
    assert stage.winfo_width() == small
    assert window.shell.code.winfo_viewable()


def test_under_the_hood_there_is_more_to_be_seen(window: Window) -> None:
    stage = window.shell.stage
    stage.choose("timeline")
    settle(window)
    before = len(stage.stage.lanes[0].rows)
    stage.hood.invoke()
    settle(window)
    assert len(stage.stage.lanes[0].rows) > before
    stage.hood.invoke()
    settle(window)


def test_a_measured_run_says_that_nothing_was_recorded(tmp_path: Path) -> None:
    with open_window(watch=False, home=tmp_path) as window:
        window.choose_script("pipe/two_way")
        window.shell.stage.choose("picture")
        run_to_end(window)
        assert window.shell.stage.canvas.empty_word == "stage.unwatched"
        assert not window.shell.stage.canvas.scene


def test_another_script_has_a_stage_of_its_own(window: Window) -> None:
    recording = window.shell.stage.stage.recording
    window.choose_script("manager/plain_dict")
    settle(window)
    assert len(window.shell.stage.stage.recording.processes) == 0
    window.choose_script("manager/lost_update")
    settle(window)
    assert window.shell.stage.stage.recording is recording
