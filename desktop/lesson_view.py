"""What the lesson pane shows: a plain value, put together from the lesson, its facts, and what the person has done."""

import os
import platform
import sys
from collections.abc import Callable
from typing import NamedTuple

from desktop.explain import Explanation
from desktop.facts import Facts
from desktop.lessons import Lesson
from desktop.outcome import Outcome
from desktop.progress import LessonProgress
from desktop.words import Words


class LessonView(NamedTuple):
    """Everything that the pane draws. `fallback` is told where there is no lesson."""

    lesson: Lesson | None = None
    fallback: str = ""
    explained: bool = False  # a run has ended, so the explanation is shown
    facts: Facts | None = None
    progress: LessonProgress = LessonProgress()
    outcome: Outcome | None = None
    trouble: Explanation | None = None  # an error of the last run that is to be explained in the lesson's place
    trouble_lesson: str = ""  # the title of the lesson about it
    machine: str = ""  # where the newest run was done: lessons tell of systems and versions that differ
    next_title: str = ""  # of the lesson to go to, "" if there is none left

    @property
    def asks(self) -> bool:
        """Whether the question can be answered here."""
        return self.facts is not None and self.lesson is not None and bool(self.lesson.answers)

    @property
    def locked(self) -> bool:
        """Whether the prediction stays as it is: what it was about has been seen."""
        return self.explained or bool(self.progress.runs)

    @property
    def done(self) -> bool:
        """Whether nothing is left to do in this lesson."""
        return self.facts is not None and self.progress.state(self.facts) == "done"


class LessonActions(NamedTuple):
    """What a person can do in the lesson pane. Answers count from 1, all else from 0."""

    predict: Callable[[int], None]
    show_me: Callable[[], None]
    run_many: Callable[[], None]
    change: Callable[[int], None]
    check: Callable[[int, int], None]
    hands: Callable[[], None]
    go_on: Callable[[], None]
    begin_anew: Callable[[], None]
    to_lesson: Callable[[str], None]
    leave_trouble: Callable[[], None]


def verdict(view: LessonView, words: Words) -> tuple[str, ...]:
    """What is said of the prediction and of the run, after it; nothing, if there is nothing to say."""
    lesson, facts, outcome = view.lesson, view.facts, view.outcome
    if lesson is None or facts is None or not view.asks:
        return ()
    return (_of_prediction(view, words), *([_of_run(outcome, facts, words)] if outcome is not None else []))


def figures(outcome: Outcome | None) -> str:
    """The bars that decide, as text: "updates lost: 7 · updates kept: 93"."""
    return " · ".join(f"{label}: {value}" for label, value in outcome.figures) if outcome else ""


def machine(start_method: str, words: Words) -> str:
    """This machine, as far as multiprocessing differs by it."""
    system = platform.system() or sys.platform
    places = {"system": system, "python": platform.python_version(), "cores": os.cpu_count() or 1}
    return words("learn.machine", **places, method=start_method)


def _of_prediction(view: LessonView, words: Words) -> str:
    assert view.lesson is not None
    assert view.facts is not None
    answers = [block.text.rstrip(".。") for block in view.lesson.answers]
    right = answers[view.facts.answer - 1]
    predicted = view.progress.predicted
    if not predicted:
        return words("learn.answer", right=right)
    if predicted == view.facts.answer:
        return words("learn.right", right=right)
    return words("learn.wrong", answer=answers[predicted - 1], right=right)


def _of_run(outcome: Outcome, facts: Facts, words: Words) -> str:
    many = outcome.runs > 1
    match outcome.verdict:
        case "changed":
            word = "learn.changed" if outcome.changed else "learn.changed_text"
        case "no_outcome":
            word = "learn.no_outcome"
        case "shown":
            word = "learn.shown_of" if many else "learn.shown"
        case "not_shown" if facts.luck:
            word = "learn.all_went_well" if many else "learn.went_well"
        case _:
            word = "learn.otherwise"
    return words(word, changes=", ".join(outcome.changed), shown=outcome.shown, runs=outcome.runs)
