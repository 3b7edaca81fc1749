"""The summary on paper: everything in one file, in the reader's language, well formed."""

import re
from xml.etree import ElementTree

import pytest

from desktop.lessons import parse_lesson
from desktop.progress import LessonProgress
from desktop.recording import Recording
from desktop.summary import Page, summary
from desktop.words import LANGUAGES, Language, Words
from tests.desktop.recorded import recorded_experiment
from tests.learning.lessons import FACTS, LESSON

SVG = "{http://www.w3.org/2000/svg}svg"
DONE = LessonProgress(
    predicted=1, runs=1, results={"updates lost": 7.0, "updates <kept>": 93.0}, results_unit="updates"
)


@pytest.fixture(scope="module")
def recording() -> Recording:
    return recorded_experiment("pipe/two_way")


def page_of(text: str) -> ElementTree.Element:
    """The HTML, which is written so that it is XML too but for the first line and one tag."""
    return ElementTree.fromstring(text.partition("\n")[2].replace('<meta charset="utf-8">', ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_holds_question_prediction_results_and_pictures(language: Language, recording: Recording) -> None:
    words = Words(language)
    text = summary("A & B", [Page(parse_lesson(LESSON), FACTS, DONE, recording)], "1 of 1", "2026-01-02", words)
    page = page_of(text)
    told = "".join(page.itertext())
    for wanted in ("The lost update", "A & B", "2026-01-02", "updates <kept>", "93"):
        assert wanted in told
    right, chosen = words("summary.right"), words("summary.yours")
    answers = ["".join(item.itertext()) for item in page.iter("li")]
    assert f"not always the same ← {right}" in answers
    assert f"always 0 ← {chosen}" in answers
    assert len(list(page.iter(SVG))) == 2  # the bars and the timeline
    assert words("summary.timeline") in told


def test_it_fetches_nothing_from_anywhere() -> None:
    text = summary("T", [Page(parse_lesson(LESSON), FACTS, DONE)], "", "", Words("en"))
    assert not re.findall(r"(?:src|href)=", text)
    assert set(re.findall(r"https?://[^\"' ]+", text)) <= {"http://www.w3.org/2000/svg"}


def test_a_lesson_that_was_not_run_says_so_and_the_words_are_explained() -> None:
    page = page_of(summary("T", [Page(parse_lesson(LESSON), FACTS, LessonProgress())], "", "", Words("en")))
    told = "".join(page.itertext())
    assert "Not run yet." in told
    assert [term.text for term in page.iter("dt")] == ["message", "Manager"]
