"""The lesson beside an experiment: desktop/lessons/<language>/<topic>/<name>.md.

A lesson is a title and sections, in the same order in every language: a question to answer before the run, what to
watch, the explanation for after it, edits to try, questions to check oneself, and notes for a teacher. A lesson that
is missing in a language is shown in English. What is the same in every language stands in `desktop.facts`.
"""

from pathlib import Path
from typing import Literal, NamedTuple

from desktop.markdown import Block, parse
from desktop.words import Language

FOLDER = Path(__file__).with_name("lessons")
SectionKind = Literal["question", "watch", "explanation", "changes", "checks", "teacher"]
HEADINGS: dict[Language, tuple[str, ...]] = {
    "en": ("Question", "Watch", "Explanation", "Change it", "Check yourself", "For the teacher"),
    "zh-Hant": ("問題", "觀察", "說明", "動手改", "考考自己", "給老師"),
    "zh-Hans": ("问题", "观察", "说明", "动手改", "自测", "给老师"),
}
KINDS: tuple[SectionKind, ...] = ("question", "watch", "explanation", "changes", "checks", "teacher")
_KIND_OF = {heading: kind for headings in HEADINGS.values() for heading, kind in zip(headings, KINDS, strict=True)}


class Section(NamedTuple):
    """A part of a lesson under its heading. `explains`: it is for after a run."""

    heading: str
    blocks: tuple[Block, ...]
    explains: bool


class Check(NamedTuple):
    """A question to check oneself: what is asked, the answers to choose from, and the reason for the right one."""

    question: Block
    answers: tuple[Block, ...]
    reason: tuple[Block, ...]


class Lesson(NamedTuple):
    """What is told about an experiment. `title` is its name for people; `sections` are the first three."""

    title: str
    sections: tuple[Section, ...]
    changes: tuple[Block, ...] = ()  # one for each edit to try
    checks: tuple[Check, ...] = ()
    teacher: tuple[Block, ...] = ()

    @property
    def question(self) -> tuple[Block, ...]:
        """What is asked before the run, without the answers."""
        return tuple(block for block in self._question_section if block.kind != "item")

    @property
    def answers(self) -> tuple[Block, ...]:
        """What the question offers to choose from."""
        return tuple(block for block in self._question_section if block.kind == "item")

    @property
    def _question_section(self) -> tuple[Block, ...]:
        return next((s.blocks for s in self.sections if _KIND_OF.get(s.heading) == "question"), ())


def read_lesson(language: Language, topic: str, name: str, folder: Path = FOLDER) -> Lesson | None:
    """The lesson of an experiment, in English if it is not there in the language; None if there is none at all."""
    for candidate in dict.fromkeys((language, "en")):
        try:
            text = (folder / candidate / topic / f"{name}.md").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        return parse_lesson(text)
    return None


def parse_lesson(text: str) -> Lesson:
    """A lesson from its Markdown. What stands before the first section has an empty heading."""
    title, parts = _parts(parse(text))
    later: dict[SectionKind, tuple[Block, ...]] = {}
    sections: list[Section] = []
    for heading, blocks in parts:
        kind = _KIND_OF.get(heading)
        if kind in {"changes", "checks", "teacher"}:
            assert kind is not None
            later[kind] = blocks
        else:
            sections.append(Section(heading, blocks, kind == "explanation"))
    changes = tuple(block for block in later.get("changes", ()) if block.kind == "item")
    return Lesson(title, tuple(sections), changes, _checks(later.get("checks", ())), later.get("teacher", ()))


def _parts(blocks: tuple[Block, ...]) -> tuple[str, list[tuple[str, tuple[Block, ...]]]]:
    """The title, and what stands under each heading of the second level."""
    title, heading, gathered = "", "", list[Block]()
    parts: list[tuple[str, tuple[Block, ...]]] = []
    for block in (*blocks, Block("heading", (), 2)):
        if block.kind == "heading" and block.level == 1:
            title = block.text
        elif block.kind == "heading" and block.level == 2:
            if gathered:
                parts.append((heading, tuple(gathered)))
            heading, gathered = block.text, []
        else:
            gathered.append(block)
    return title, parts


def _checks(blocks: tuple[Block, ...]) -> tuple[Check, ...]:
    """Each question is a heading of the third level, its answers a list, its reason what follows."""
    found: list[Check] = []
    for block in blocks:
        if block.kind == "heading":
            found.append(Check(block, (), ()))
        elif found and block.kind == "item":
            found[-1] = found[-1]._replace(answers=(*found[-1].answers, block))
        elif found:
            found[-1] = found[-1]._replace(reason=(*found[-1].reason, block))
    return tuple(found)
