"""The small part of Markdown that lessons use, as blocks: headings, paragraphs, lists, fenced code.

Within a line, `code` and **strong** are kept apart as spans. Anything else is plain text. What is a "term" is found by
`desktop.glossary`, not written.
"""

import re
from typing import Literal, NamedTuple

BlockKind = Literal["heading", "paragraph", "item", "code"]
SpanKind = Literal["plain", "code", "strong", "term"]

_SPANS = re.compile(r"`(?P<code>[^`]+)`|\*\*(?P<strong>.+?)\*\*")
# No blank stands between two lines that meet at a Chinese character, as no blank is written there.
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]"
_WIDE_JOIN = re.compile(rf"(?<={_WIDE})\n(?={_WIDE})")


class Span(NamedTuple):
    """A piece of text in one manner."""

    text: str
    kind: SpanKind = "plain"


class Block(NamedTuple):
    """A block of text. `level` is a heading's, 1 or 2 or more; 0 otherwise."""

    kind: BlockKind
    spans: tuple[Span, ...]
    level: int = 0

    @property
    def text(self) -> str:
        """The text without its manner."""
        return "".join(span.text for span in self.spans)


def parse(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text, in order."""
    blocks: list[Block] = []
    paragraph: list[str] = []

    def close() -> None:
        if paragraph:
            item = paragraph[0].startswith("- ")
            joined = _WIDE_JOIN.sub("", "\n".join(paragraph)).replace("\n", " ")
            blocks.append(Block("item" if item else "paragraph", spans(joined[2:] if item else joined)))
            paragraph.clear()

    lines = iter(text.splitlines())
    for line in lines:
        stripped = line.strip()
        if stripped.startswith("```"):
            close()
            fenced = list(iter(lambda: next(lines, "```"), "```"))
            blocks.append(Block("code", (Span("\n".join(fenced), "code"),)))
        elif heading := re.fullmatch(r"(#+)\s+(.*)", stripped):
            close()
            blocks.append(Block("heading", spans(heading[2]), len(heading[1])))
        elif not stripped:
            close()
        else:
            if stripped.startswith("- "):
                close()
            paragraph.append(stripped)
    close()
    return tuple(blocks)


def spans(text: str) -> tuple[Span, ...]:
    """The spans of one line."""
    found: list[Span] = []
    at = 0
    for match in _SPANS.finditer(text):
        if match.start() > at:
            found.append(Span(text[at : match.start()]))
        kind: SpanKind = "code" if match["code"] else "strong"
        found.append(Span(match[1] or match[2], kind))
        at = match.end()
    if at < len(text):
        found.append(Span(text[at:]))
    return tuple(found)
