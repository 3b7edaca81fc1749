"""The lesson beside an experiment: desktop/lessons/<language>/<topic>/<name>.md.

A lesson is a title and sections that stand in the same order in every language: first what to ask oneself and what
to watch, then the explanation, which is for after a run. A lesson that is missing in a language is shown in English.
"""

from pathlib import Path
from typing import NamedTuple

from desktop.markdown import Block, parse
from desktop.words import Language

FOLDER = Path(__file__).with_name("lessons")
EXPLANATIONS = frozenset({"Explanation", "說明", "说明"})


class Section(NamedTuple):
    """A part of a lesson under its heading. `explains`: it is for after a run."""

    heading: str
    blocks: tuple[Block, ...]
    explains: bool


class Lesson(NamedTuple):
    """What is told about an experiment. `title` is its name for people."""

    title: str
    sections: tuple[Section, ...]


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
    title, heading, gathered = "", "", []
    sections: list[Section] = []
    for block in (*parse(text), Block("heading", (), 2)):
        if block.kind == "heading" and block.level == 1:
            title = block.text
        elif block.kind == "heading" and block.level == 2:
            if gathered:
                sections.append(Section(heading, tuple(gathered), heading in EXPLANATIONS))
            heading, gathered = block.text, []
        else:
            gathered.append(block)
    return Lesson(title, tuple(sections))
