"""Breaks text into lines of a width, with words whole in English and any two characters apart in Chinese.

Tk itself breaks at blanks only, so that a Chinese sentence with an English word in it breaks right after that word,
with half the line empty; and it would let a line begin with a full stop.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from desktop.markdown import Span, SpanKind

Width = Callable[[str, SpanKind], float]

_PIECES = re.compile(r"\s+|[!-~\u00a1-\u02af\u2010-\u2027]+|.", re.DOTALL)
NOT_FIRST = frozenset("，。、；：？！」』）》】…—·,.;:?!)]}%”’")
NOT_LAST = frozenset("「『（《【([{“‘")


class _Piece(NamedTuple):
    """What is never broken: a word, a character, or blanks."""

    text: str
    kind: SpanKind


def wrapped(spans: Iterable[Span], width: float, measure: Width) -> list[list[Span]]:
    """The lines of a paragraph, each as spans, none wider than `width` unless a single word is.

    `measure` gives the width of a text in the manner of a span. A stretch of `code` is kept whole if it fits.
    """
    lines: list[list[_Piece]] = [[]]
    used = 0.0
    for group in _groups(_pieces(spans, width, measure)):
        if not lines[-1] and not group[0].text.strip():
            continue  # no line begins with blanks, nor is the blank written at which one breaks
        size = sum(measure(p.text, p.kind) for p in group)
        if used + size - _trailing(group, measure) > width and any(p.text.strip() for p in lines[-1]):
            lines.append([])
            used = 0.0
            if not group[0].text.strip():
                continue
        lines[-1] += group
        used += size
    return [_joined(line) for line in lines]


def wrapped_text(text: str, width: float, measure: Callable[[str], float]) -> str:
    """A plain text with line ends where it breaks."""
    lines = wrapped([Span(text)], width, lambda piece, _: measure(piece))
    return "\n".join("".join(span.text for span in line).rstrip() for line in lines)


def _pieces(spans: Iterable[Span], width: float, measure: Width) -> Iterable[_Piece]:
    for span in spans:
        if span.kind == "code" and measure(span.text, "code") <= width:
            yield _Piece(span.text, "code")
        else:
            yield from (_Piece(text, span.kind) for text in _PIECES.findall(span.text))


def _groups(pieces: Iterable[_Piece]) -> Iterable[list[_Piece]]:
    """Pieces that must stay together: a sign that may not begin a line goes with what is before it."""
    group: list[_Piece] = []
    for piece in pieces:
        clings = group and group[-1].text.strip() and piece.text[0] in NOT_FIRST
        if group and not clings and group[-1].text[-1] not in NOT_LAST:
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _trailing(group: list[_Piece], measure: Width) -> float:
    """The width of blanks at the end, which may hang over."""
    return 0.0 if group[-1].text.strip() else measure(group[-1].text, group[-1].kind)


def _joined(pieces: list[_Piece]) -> list[Span]:
    spans: list[Span] = []
    for text, kind in pieces:
        if spans and spans[-1].kind == kind:
            spans[-1] = Span(spans[-1].text + text, kind)
        else:
            spans.append(Span(text, kind))
    return spans
