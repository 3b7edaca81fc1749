"""Joins the window to learning: what a person does in the lesson goes to `Learning`, what comes of it to the panes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.learning import Learning
from desktop.lesson_view import LessonActions, LessonView, machine
from desktop.progress import ProgressFile
from desktop.run_state import RunState
from desktop.shelf import MINE
from desktop.views.experiment_list import Mark
from workers.catalog import with_constant

if TYPE_CHECKING:
    from desktop.window import Window

MANY = 10  # runs that show whether a race was luck


class Learner:
    """The person in front of the window, as far as learning goes."""

    def __init__(self, window: Window, file: ProgressFile) -> None:
        self._window = window
        keys = [key for topic in window.shelf.topics for key in window.shelf.keys(topic) if topic != MINE]
        self.learning = Learning(file, keys, self._not_kept)
        self._methods: dict[str, str] = {}  # the start method of each script's newest run that has ended
        self._trouble_of = ""  # the script whose error is explained in the lesson's place

    def actions(self) -> LessonActions:
        """What the lesson pane may do."""
        return LessonActions(
            predict=self.predict,
            show_me=self.show_me,
            run_many=lambda: self.run(MANY),
            change=self.change,
            check=self.check,
            hands=self._window.panels.tally,
            go_on=self.go_on,
            begin_anew=self.begin_anew,
            to_lesson=self._window.choose_script,
            leave_trouble=self.leave_trouble,
        )

    # -- running

    def run(self, times: int = 1) -> None:
        """Run what is shown, if the person has predicted what will happen or wants to do without."""
        window = self._window
        if self.learning.may_run(self._key) or window.runner.running:
            window.run(times)
            return
        window.say("learn.first", calm=True)
        window.shell.panes.bring_up("lesson")
        window.shell.lesson.show_question()

    def take(self, key: str, states: Sequence[RunState]) -> None:
        """Take in the runs of a job that is over."""
        window = self._window
        self._trouble_of = ""
        self._methods[key] = states[-1].start_method
        if key in self.learning.facts:
            self.learning.take(key, window.shelf.script(key).original, states[-1].source, states)
        explanation = window.records[key].explanation
        if window.shelf.topic_of(key) == MINE and explanation is not None and explanation.error is not None:
            self._trouble_of = key

    # -- the lesson

    def show(self) -> None:
        """Show the lesson of the script that is shown."""
        self._window.shell.lesson.show(self.view())

    def view(self) -> LessonView:
        """The lesson as it stands."""
        window, key = self._window, self._key
        words = window.look.words
        lesson = window.shelf.lesson(key, words.language) if key else None
        explanation = window.record.explanation
        trouble = explanation if key and key == self._trouble_of else None
        step = self.learning.next(key)
        return LessonView(
            lesson=lesson,
            fallback=words("lesson.none" if key else "lesson.mine"),
            explained=window.record.ended,
            facts=self.learning.facts.get(key),
            progress=self.learning.of(key),
            outcome=self.learning.outcome(key),
            trouble=trouble,
            trouble_lesson=self._title(trouble.error.lesson) if trouble and trouble.error else "",
            machine=machine(self._methods.get(key, ""), words),
            next_title=self._title(step.key) if step.kind == "lesson" else "",
        )

    def predict(self, answer: int) -> None:
        """Choose an answer, from 1."""
        self.learning.predict(self._key, answer)
        self._window.shell.notice.hide()
        self.show()

    def show_me(self) -> None:
        """Do without a prediction."""
        self.learning.show_me(self._key)
        self._window.shell.notice.hide()
        self.show()

    def change(self, number: int) -> None:
        """Set the constants of an edit, which counts from 0. All others are the original's."""
        script = self._window.script
        if script is None or script.key not in self.learning.facts:
            return
        source = script.original
        for name, value in self.learning.facts[script.key].changes[number].items():
            source = with_constant(source, name, str(value))
        self._window.shell.panes.bring_up("code")
        self._window.shell.code.replace(source)
        self._window.edited(source)  # at once, and not with Tk's next event: whoever runs now means this

    def check(self, number: int, answer: int) -> None:
        """Answer a check: `number` counts from 0, the answer from 1."""
        self.learning.check(self._key, number, answer)
        self.show()
        self._window.show_list()

    def go_on(self) -> None:
        """Go to the lesson that is next."""
        step = self.learning.next(self._key)
        if step.kind == "lesson":
            self._window.choose_script(step.key)

    def begin_anew(self, keys: Sequence[str] = ()) -> None:
        """Forget what was done with some lessons, or with the one that is shown: for the next class, or once more."""
        keys = keys or [self._key]
        if not self._window.runner.running:
            self.learning.reset(keys)
            self._window.forget_runs(keys)

    def explain_trouble(self) -> None:
        """Explain the error of the last run, in the lesson's place."""
        self._trouble_of = self._key
        self._window.shell.panes.bring_up("lesson")
        self.show()

    def leave_trouble(self) -> None:
        """Show the lesson again."""
        self._trouble_of = ""
        self.show()

    def mark(self, key: str, *, ended: bool) -> Mark:
        """The mark of a script in the list: done, begun, or untouched."""
        facts = self.learning.facts.get(key)
        if facts is None:
            return "check" if ended else "ring"
        return {"done": "check", "begun": "half", "new": "ring"}[self.learning.of(key).state(facts)]  # type: ignore[return-value]

    def _title(self, key: str) -> str:
        """The title of a lesson; "" if there is no such experiment."""
        window = self._window
        if key not in self.learning.keys and key not in window.shelf.keys(key.partition("/")[0]):
            return ""
        return window.shelf.title(key, window.look.words.language)

    @property
    def _key(self) -> str:
        return self._window.script.key if self._window.script else ""

    def _not_kept(self, error: OSError) -> None:
        self._window.say_once("learn.not_kept", reason=error.strerror or error)
