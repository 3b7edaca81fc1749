import math
import os
from pathlib import Path

import pytest

from desktop.archives import MOST_KEPT, Kept
from desktop.run_state import RunState
from desktop.window import Window
from tests.desktop.windows import open_window, run_to_end, settle, wait_for
from workers import archive


def watched(window: Window) -> None:
    window.choose_script("pipe/two_way")
    run_to_end(window)
    wait_for(window, lambda: not window.shell.stage.stage.playback.following)


def test_a_watched_run_is_kept_and_can_be_saved_in_every_form(tmp_path: Path) -> None:
    with open_window(watch=True, home=tmp_path) as window:
        watched(window)
        kept = Kept()
        for ending, beginning in ((".ipclab", archive.MAGIC), (".json", b"{"), (".csv", b"")):
            target = tmp_path / f"run{ending}"
            kept.save("pipe/two_way", target)
            assert target.read_bytes().startswith(beginning)
            assert target.stat().st_size > 500
        for name in ("picture", "timeline"):
            window.shell.stage.choose(name)
            settle(window)
            for ending in (".svg", ".png"):
                target = tmp_path / f"{name}{ending}"
                window.shell.stage.write_picture(target)
                assert target.stat().st_size > 1000


def test_a_saved_recording_is_opened_with_its_script_and_output(tmp_path: Path) -> None:
    saved = tmp_path / "shown in class.ipclab"
    with open_window(watch=True, home=tmp_path) as window:
        watched(window)
        Kept().save("pipe/two_way", saved)
        operations = len(window.shell.stage.stage.recording)
    with open_window(home=tmp_path) as window:
        window.open_script(saved)
        wait_for(window, lambda: len(window.shell.stage.stage.recording) == operations)
        wait_for(window, lambda: not window.shell.stage.stage.playback.following)
        settle(window)
        assert window.shell.stage.canvas.scene
        assert window.script is not None
        assert "Pipe()" in window.script.text
        assert "child  received" in window.shell.output.text.get("1.0", "end")
        assert not window.runner.running


@pytest.mark.parametrize("content", [b"", b"IPC Lab recording\n", b"\x00" * 100, b"hello"])
def test_a_file_that_is_no_recording_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "broken.ipclab"
    broken.write_bytes(content)
    with open_window(home=tmp_path) as window:
        window.open_script(broken)
        settle(window)
        assert window.shell.notice.winfo_viewable()


def test_a_recording_that_was_cut_short_shows_what_there_is(tmp_path: Path) -> None:
    with open_window(watch=True, home=tmp_path) as window:
        watched(window)
        whole = Kept().path("pipe/two_way").read_bytes()
    cut = tmp_path / "cut.ipclab"
    cut.write_bytes(whole[: len(whole) - 40])
    opened = Kept(tmp_path / "kept").open(cut)
    while opened.state.catch_up(math.inf):
        pass
    assert len(opened.state.recording.processes) == 2


def test_only_the_newest_recordings_are_kept(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    for number in range(MOST_KEPT + 5):
        state = RunState(f"my/script{number}", "pass\n")
        kept.begin(state)
        assert state.writer is not None
        state.writer.close()
        os.utime(kept.path(f"my/script{number}"), (number, number))
    assert len(list(tmp_path.glob("*.ipclab"))) == MOST_KEPT
    assert not kept.path("my/script0").exists()
    assert kept.path(f"my/script{MOST_KEPT + 4}").exists()


def test_a_folder_that_cannot_be_written_does_not_stop_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    kept = Kept(tmp_path / "file" / "below")
    with open_window(watch=True, home=tmp_path) as window:
        window._kept = kept
        watched(window)
        assert window.record.ended
        assert window.shell.stage.stage.recording.processes
