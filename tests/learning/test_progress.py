"""How far a person has come: counted, kept, and led on from."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.facts import Facts
from desktop.next_step import next_step
from desktop.progress import LessonProgress, Progress, ProgressFile
from desktop.tally import Tally, count_of
from tests.learning.lessons import FACTS

ALL: dict[str, Facts] = {"pipe/a": FACTS, "pipe/b": FACTS, "pool/c": FACTS}
KEYS = (*ALL, "mine/without-a-lesson")
DONE = LessonProgress(predicted=1, runs=1, checks=(2, 2))


def test_a_lesson_is_done_when_predicted_run_and_checked() -> None:
    progress = LessonProgress()
    assert progress.state(FACTS) == "new"
    assert not progress.may_run
    assert LessonProgress(shown=True).may_run
    assert LessonProgress(predicted=1).state(FACTS) == "begun"
    assert LessonProgress(shown=True, runs=1, checks=(2, 1)).state(FACTS) == "begun"
    assert DONE.state(FACTS) == "done"


def test_a_check_can_be_answered_before_the_one_above_it_and_again() -> None:
    progress = LessonProgress().with_check(1, 2)
    assert (progress.checked(0), progress.checked(1), progress.checked(2)) == (0, 2, 0)
    assert progress.with_check(1, 1).checks == (0, 1)


def test_a_topic_is_counted() -> None:
    progress = Progress({"pipe/a": DONE, "pipe/b": LessonProgress(predicted=2, checks=(2,))})
    counts = progress.of_topic(("pipe/a", "pipe/b", "mine/x"), ALL)
    assert counts == (2, 1, 1, 2, 1, 4, 3)


def test_the_path_goes_through_a_lesson_and_on_to_the_next() -> None:
    progress = Progress()
    assert next_step("pipe/a", KEYS, progress, ALL) == ("predict", "pipe/a")
    progress.change("pipe/a", predicted=1)
    assert next_step("pipe/a", KEYS, progress, ALL) == ("run", "pipe/a")
    progress.change("pipe/a", runs=1)
    assert next_step("pipe/a", KEYS, progress, ALL) == ("check", "pipe/a")
    progress.change("pipe/a", checks=(2, 2))
    assert next_step("pipe/a", KEYS, progress, ALL) == ("lesson", "pipe/b")


def test_what_was_passed_over_is_come_back_to_and_in_the_end_all_is_done() -> None:
    progress = Progress({"pool/c": DONE, "pipe/a": DONE})
    assert next_step("pool/c", KEYS, progress, ALL) == ("lesson", "pipe/b")
    assert next_step("mine/without-a-lesson", KEYS, progress, ALL) == ("lesson", "pipe/b")
    progress["pipe/b"] = DONE
    assert next_step("pool/c", KEYS, progress, ALL) == ("finished", "pool/c")


def test_progress_is_kept_between_starts(tmp_path: Path) -> None:
    file = ProgressFile(tmp_path / "deep" / "progress.json")
    progress = Progress()
    progress["pipe/a"] = LessonProgress(predicted=2, checks=(1, 2), results={"a": 1.5, "b": [1.0, 2.0]})
    file.write(progress)
    assert ProgressFile(file.path).read()["pipe/a"] == progress["pipe/a"]


def test_progress_can_be_reset_for_a_topic_or_whole(tmp_path: Path) -> None:
    progress = Progress({"pipe/a": DONE, "pool/c": DONE})
    progress.reset(["pipe/a", "pipe/b"])
    assert progress["pipe/a"].state(FACTS) == "new"
    assert progress["pool/c"].state(FACTS) == "done"
    progress.reset()
    assert progress["pool/c"].state(FACTS) == "new"


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"version":99,"lessons":{}}', b'{"version":1,"lessons":{"a":{"runs":"x"}}}', b"\xff\xfe"],
)
def test_a_damaged_or_newer_file_is_laid_aside_and_the_program_begins_anew(tmp_path: Path, content: bytes) -> None:
    file = ProgressFile(tmp_path / "progress.json")
    file.path.write_bytes(content)
    assert file.read()["pipe/a"] == LessonProgress()
    assert file.path.with_suffix(".damaged").read_bytes() == content
    file.write(Progress({"pipe/a": DONE}))
    assert file.read()["pipe/a"] == DONE


@given(st.binary(max_size=200))
def test_no_content_of_the_file_is_an_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = ProgressFile(tmp_path_factory.mktemp("home") / "progress.json")
    file.path.write_bytes(content)
    assert isinstance(file.read(), Progress)


def test_a_write_that_fails_leaves_what_was_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = ProgressFile(tmp_path / "progress.json")
    file.write(Progress({"pipe/a": DONE}))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        file.write(Progress())
    monkeypatch.undo()
    assert file.read()["pipe/a"] == DONE
    assert [path.name for path in tmp_path.iterdir()] == ["progress.json"]


def test_hands_are_counted_and_become_bars() -> None:
    tally = Tally((0, 0, 0)).with_count(1, 12).with_count(2, 4).with_count(0, -3)
    assert tally.counts == (0, 12, 4)
    assert (tally.total, tally.share(1)) == (16, 0.75)
    assert tally.series(("a", "b", "c")).values == {"a": 0.0, "b": 12.0, "c": 4.0}
    assert Tally((0, 0)).share(0) == 0.0


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), (" 7 ", 7), ("x", None), ("-1", None), ("1.5", None), ("99999", None)]
)
def test_only_a_count_is_taken_for_one(text: str, count: int | None) -> None:
    assert count_of(text) == count
