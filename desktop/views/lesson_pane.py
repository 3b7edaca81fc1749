"""The lesson: what to predict and to watch; after a run, what came of it and why; then what to try, and checks."""

import tkinter as tk
from collections.abc import Callable
from functools import partial
from tkinter import ttk

from desktop.lesson_view import LessonActions, LessonView, figures, verdict
from desktop.lessons import Check, Lesson, Section
from desktop.markdown import Block, Span
from desktop.views.card import Card
from desktop.views.choices import Choice, ChoiceMark, Choices
from desktop.views.look import Look
from desktop.views.scrolled import add_scrollbars
from desktop.views.text_writer import TextWriter, dress_text, term_at


class LessonPane(Card):
    """Draws a lesson into a Text widget, which scrolls and can be copied from.

    `term(text, x, y)` is called when a person clicks a term of the glossary, with the place on the screen.
    """

    def __init__(
        self, parent: tk.Misc, look: Look, actions: LessonActions, term: Callable[[str, int, int], None]
    ) -> None:
        super().__init__(parent, look, "lesson.heading")
        self._look, self._actions, self._term = look, actions, term
        self.view = LessonView()
        self._explained = False
        self._teacher_open = False
        self._width = 0
        self.choices: dict[str, Choices] = {}  # "question", "check 0" and so on
        self.heading.configure(style="Title.TLabel")
        self._frame = tk.Frame(self.body)
        self._frame.pack(fill=tk.BOTH, expand=True)
        self.text = tk.Text(
            self._frame, wrap="none", font="lab.text", borderwidth=0, highlightthickness=2, width=20, height=3
        )
        self.text.configure(state="disabled", cursor="arrow")
        add_scrollbars(self.text)
        self._writer = TextWriter(self.text, look)
        self.text.tag_bind("term", "<Button-1>", self._term_clicked)
        self.text.tag_bind("term", "<Enter>", lambda _: self.text.configure(cursor="hand2"))
        self.text.tag_bind("term", "<Leave>", lambda _: self.text.configure(cursor="arrow"))
        self.text.bind("<Return>", lambda _: self.explain())
        self.text.bind("<Configure>", lambda e: self._resized(e.width))
        look.dress(self.text, self._dress_text)

    def show(self, view: LessonView) -> None:
        """Show a lesson as it stands."""
        if view == self.view:
            return
        before, self.view = self.view, view
        begun_anew = before.explained and not view.explained
        if view.lesson != before.lesson or begun_anew:
            self._explained = self._teacher_open = False
        newly = (view.explained and not (before.explained or self._explained)) or view.outcome != before.outcome
        self._explained |= view.explained
        same = view.lesson == before.lesson and view.trouble == before.trouble
        self._write(to="outcome" if newly and view.explained else "same" if same else "top")

    def explain(self) -> None:
        """Show the explanation."""
        if self.view.lesson is not None and not self._explained:
            self._explained = True
            self._write(to="outcome")

    def show_question(self) -> None:
        """Bring the question into sight, with the keyboard on its answers."""
        self.text.yview("1.0")
        if "question" in self.choices:
            self.choices["question"].boxes[0].focus_set()

    def _resized(self, width: int) -> None:
        if width != self._width:
            self._width = width
            self._write(to="same")

    def _write(self, to: str) -> None:
        """Write everything anew, and then show the top, the outcome, or what was in sight."""
        text, view = self.text, self.view
        seen, focus = text.index("@0,0"), self._focus()
        text.configure(state="normal")
        self._writer.clear()
        self.choices = {}
        outcome = ""
        if view.trouble is not None:
            self._write_trouble()
        elif view.lesson is None:
            self.heading.configure(text=self._look.words("lesson.heading"))
            self._writer.block(Block("paragraph", (Span(view.fallback),)))
        else:
            self.heading.configure(text=self._look.fold(view.lesson.title, self._writer.room, "title"))
            outcome = self._write_lesson(view.lesson)
        text.configure(state="disabled")
        text.yview(seen if to == "same" else (outcome or "1.0") if to == "outcome" else "1.0")
        self._give_focus(focus)

    def _write_lesson(self, lesson: Lesson) -> str:
        """Write what is to be shown, and give the place of the outcome, "" if there is none yet."""
        writer, words, outcome = self._writer, self._look.words, ""
        for section in lesson.sections:
            if not section.explains:
                writer.heading(section.heading) if section.heading else None
                self._write_question(lesson) if section == _question(lesson) else writer.blocks(section.blocks)
            elif self._explained:
                outcome = self._write_outcome() or writer.text.index("end-1c")
                writer.heading(section.heading)
                writer.blocks(section.blocks)
            else:
                writer.link(words("lesson.explain"), self.explain)
        if self._explained:
            self._write_changes(lesson)
            self._write_checks(lesson)
        self._write_end(lesson)
        return outcome

    def _write_question(self, lesson: Lesson) -> None:
        view, words = self.view, self._look.words
        self._writer.blocks(lesson.question)
        if not view.asks:
            self._writer.blocks(lesson.answers)
            return
        assert view.facts is not None
        right = view.facts.answer if self._explained else 0
        choices = [
            Choice(block.text, _mark(i, view.progress.predicted, right)) for i, block in enumerate(lesson.answers, 1)
        ]
        free = not (view.locked or self._explained)
        self._add_choices("question", choices, lambda n: self._actions.predict(n + 1) if free else None, free)
        if free and view.progress.may_run:
            self._writer.sentence(words("learn.chosen"), "small")
        elif free:
            self._writer.sentence(words("learn.choose"), "small")
            self._writer.link(words("learn.show_me"), self._actions.show_me)

    def _write_outcome(self) -> str:
        """Set what came of the run beside the prediction."""
        view, words = self.view, self._look.words
        said = verdict(view, words)
        if not said:
            return ""
        at = self._writer.heading(words("learn.this_run"))
        assert view.facts is not None
        right = view.progress.predicted == view.facts.answer
        self._writer.sentence(said[0], "good" if right else "strong")
        for sentence in said[1:]:
            self._writer.sentence(sentence)
        if numbers := figures(view.outcome):
            self._writer.sentence(numbers, "small")
        if view.outcome is not None:
            self._writer.sentence(view.machine, "small")
        if view.facts.luck and view.outcome is not None and view.outcome.verdict == "not_shown":
            self._add_button(words("learn.run_many"), self._actions.run_many)
        return at

    def _write_changes(self, lesson: Lesson) -> None:
        if not lesson.changes or self.view.facts is None:
            return
        self._writer.heading(self._look.words("learn.changes"))
        for i, (block, change) in enumerate(zip(lesson.changes, self.view.facts.changes, strict=False)):
            self._writer.block(block._replace(kind="paragraph"))
            label = ", ".join(f"{name} = {value!r}" for name, value in change.items())
            label = self._look.fold(label, self._writer.room - self._look.px(28), "code")
            self._add_button(label, partial(self._actions.change, i), "Code.TButton")

    def _write_checks(self, lesson: Lesson) -> None:
        if not lesson.checks or self.view.facts is None:
            return
        self._writer.heading(self._look.words("learn.checks"))
        for number, (check, right) in enumerate(zip(lesson.checks, self.view.facts.checks, strict=False)):
            self._write_check(number, check, right)

    def _write_check(self, number: int, check: Check, right: int) -> None:
        writer, words = self._writer, self._look.words
        answer = self.view.progress.checked(number)
        writer.block(check.question)
        choices = [
            Choice(block.text, _mark(i, answer, right if answer == right else 0, judged=True))
            for i, block in enumerate(check.answers, 1)
        ]
        free = answer != right
        self._add_choices(f"check {number}", choices, lambda n: self._actions.check(number, n + 1), free)
        if answer == right:
            writer.sentence(words("learn.check_right"), "good")
            writer.blocks(check.reason)
        elif answer:
            writer.sentence(words("learn.check_wrong"), "bad")

    def _write_end(self, lesson: Lesson) -> None:
        """The notes for a teacher, folded away at first, and the way to the next lesson."""
        view, writer, words = self.view, self._writer, self._look.words
        if view.facts is not None and (self._explained or self._teacher_open):
            if view.next_title and view.done:
                self._add_button(words("learn.next", title=view.next_title), self._actions.go_on, "Accent.TButton")
            elif view.done:
                writer.sentence(words("learn.finished"), "good")
            if view.explained or view.progress.runs:
                writer.link(words("learn.anew"), self._actions.begin_anew)
        if view.facts is None or not lesson.teacher:
            return
        writer.link(words("learn.teacher", minutes=view.facts.minutes), self.toggle_teacher)
        if self._teacher_open:
            writer.blocks(lesson.teacher)
            self._add_button(words("learn.hands"), self._actions.hands)

    def _write_trouble(self) -> None:
        """An error, explained: what happened, why, what to change, and where to read on."""
        trouble, words, writer = self.view.trouble, self._look.words, self._writer
        assert trouble is not None
        assert trouble.error is not None
        name, lesson = trouble.error.name, trouble.error.lesson
        self.heading.configure(text=words("learn.what_happened"))
        writer.sentence(words(f"error.{name}.what", **trouble.places))
        for heading, part in (("learn.why_so", "why"), ("learn.what_to_change", "change")):
            writer.heading(words(heading))
            writer.block(Block("paragraph", (Span(words(f"error.{name}.{part}", **trouble.places)),)))
        if self.view.trouble_lesson:
            title = words("learn.lesson_of_error", title=self.view.trouble_lesson)
            writer.link(title, lambda: self._actions.to_lesson(lesson))
        writer.link(words("learn.back"), self._actions.leave_trouble)

    def toggle_teacher(self) -> None:
        """Fold the notes for a teacher out, or away."""
        self._teacher_open = not self._teacher_open
        self._write(to="same")

    def _add_choices(self, name: str, choices: list[Choice], chosen: Callable[[int], None], free: bool) -> None:
        def make(parent: tk.Misc) -> tk.Widget:
            self.choices[name] = Choices(parent, self._look, choices, self._writer.room, chosen if free else None)
            return self.choices[name]

        self._writer.embed(make)

    def _add_button(self, label: str, action: Callable[[], None], style: str = "TButton") -> None:
        self._writer.embed(lambda parent: ttk.Button(parent, text=label, style=style, command=action))

    def _term_clicked(self, event: "tk.Event[tk.Misc]") -> None:
        term = term_at(self.text, self.text.index(f"@{event.x},{event.y}"))
        if term:
            self._term(term, event.x_root, event.y_root)

    def _focus(self) -> tuple[str, int] | None:
        """Which answer has the keyboard, to give it back to the one that takes its place."""
        widget = self.text.tk.call("focus")
        for name, choices in self.choices.items():
            for i, box in enumerate(choices.boxes):
                if str(box) == str(widget):
                    return name, i
        return None

    def _give_focus(self, focus: tuple[str, int] | None) -> None:
        if focus is not None and focus[0] in self.choices:
            self.choices[focus[0]].boxes[focus[1]].focus_set()

    def _dress_text(self) -> None:
        self._frame.configure(background=self._look.palette.surface)
        dress_text(self.text, self._look)
        self._write(to="same")


def _question(lesson: Lesson) -> Section | None:
    """The section that asks: the one with the answers in it."""
    return next((s for s in lesson.sections if lesson.answers and lesson.answers[0] in s.blocks), None)


def _mark(number: int, chosen: int, right: int, *, judged: bool = False) -> ChoiceMark:
    """How an answer is marked: `right` is 0 while that is not told. `judged`: a wrong choice is told at once."""
    if number == right:
        return "right"
    if number == chosen:
        return "wrong" if right or judged else "chosen"
    return "open"
