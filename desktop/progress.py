"""How far a person has come: kept between starts, in one small file that is written whole or not at all.

A lesson is *done* when the person has predicted (or asked to be shown), run the program, and answered each check
rightly. Which answers are right is not kept: `desktop.facts` knows.
"""

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
import platformdirs

from desktop.facts import Facts
from desktop.settings import APPLICATION, write_atomically

State = Literal["new", "begun", "done"]
VERSION = 1


class LessonProgress(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person did with one lesson. Answers count from 1; 0 is none."""

    predicted: int = 0
    shown: bool = False  # asked for the run without a prediction
    runs: int = 0
    seen: bool = False  # a run has shown the effect
    checks: tuple[int, ...] = ()
    # The newest results under the question's own constants, for the summary on paper.
    results: dict[str, float | list[float]] = {}
    results_unit: str = ""
    start_method: str = ""

    @property
    def may_run(self) -> bool:
        """Whether there is a prediction, or an explicit wish to do without."""
        return bool(self.predicted) or self.shown

    def checked(self, number: int) -> int:
        """The answer to a check, which counts from 0; 0 if there is none."""
        return self.checks[number] if number < len(self.checks) else 0

    def with_check(self, number: int, answer: int) -> "LessonProgress":
        """The same with a check answered."""
        answers = [*self.checks, *[0] * (number + 1 - len(self.checks))]
        answers[number] = answer
        return msgspec.structs.replace(self, checks=tuple(answers))

    def state(self, facts: Facts) -> State:
        """How far this lesson has come."""
        right = all(self.checked(i) == answer for i, answer in enumerate(facts.checks))
        if self.may_run and self.runs and right:
            return "done"
        return "begun" if self.may_run or self.runs or any(self.checks) else "new"


class TopicProgress(NamedTuple):
    """Counts over the lessons of a topic."""

    lessons: int
    done: int
    begun: int
    predicted: int
    predicted_right: int
    checks: int
    checks_right: int


class _Saved(msgspec.Struct):
    version: int
    lessons: dict[str, LessonProgress]


class Progress:
    """Everything that is known of a person's way, by "topic/name". Kept by `ProgressFile`."""

    def __init__(self, lessons: dict[str, LessonProgress] | None = None) -> None:
        self._lessons = dict(lessons or {})

    def __getitem__(self, key: str) -> LessonProgress:
        return self._lessons.get(key, LessonProgress())

    def __setitem__(self, key: str, progress: LessonProgress) -> None:
        self._lessons[key] = progress

    def change(self, key: str, **changes: object) -> None:
        """Set some of what is known of a lesson."""
        self[key] = msgspec.structs.replace(self[key], **changes)

    def reset(self, keys: Iterable[str] | None = None) -> None:
        """Forget these lessons, or all."""
        for key in list(self._lessons if keys is None else keys):
            self._lessons.pop(key, None)

    def of_topic(self, keys: Iterable[str], facts: dict[str, Facts]) -> TopicProgress:
        """The counts over some lessons; those without facts are not counted."""
        known = [(self[key], facts[key]) for key in keys if key in facts]
        states = [progress.state(fact) for progress, fact in known]
        return TopicProgress(
            lessons=len(known),
            done=states.count("done"),
            begun=states.count("begun"),
            predicted=sum(bool(progress.predicted) for progress, _ in known),
            predicted_right=sum(progress.predicted == fact.answer for progress, fact in known),
            checks=sum(len(fact.checks) for _, fact in known),
            checks_right=sum(p.checked(i) == answer for p, fact in known for i, answer in enumerate(fact.checks)),
        )

    def encoded(self) -> str:
        """As it stands in the file."""
        return msgspec.json.format(msgspec.json.encode(_Saved(VERSION, self._lessons)), indent=1).decode()


class ProgressFile:
    """Where progress lives. A file that cannot be understood is laid aside, not thrown away."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or platformdirs.user_data_path(APPLICATION, appauthor=False) / "progress.json"

    def read(self) -> Progress:
        """What was kept; nothing, if there is no file or it is damaged or from a newer version."""
        try:
            content = self.path.read_bytes()
        except OSError:
            return Progress()
        with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError):
            saved = msgspec.json.decode(content, type=_Saved)
            if saved.version == VERSION:
                return Progress(saved.lessons)
        with contextlib.suppress(OSError):
            self.path.replace(self.path.with_suffix(".damaged"))
        return Progress()

    def write(self, progress: Progress) -> None:
        """Keep it. Raises OSError if the folder cannot be written."""
        write_atomically(self.path, progress.encoded() + "\n", durable=True)
