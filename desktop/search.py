"""Search over the lessons of one language: which speak of what was typed, and where.

Case does not count. Several words must all be found, in any order. A hit in a title comes before one in the text.
"""

from collections.abc import Iterable
from typing import NamedTuple

from desktop.lessons import Lesson
from desktop.markdown import Block

AROUND = 30  # characters kept on each side of a hit
MOST = 40  # hits


class Hit(NamedTuple):
    """A lesson, and the part of it that was found, split so that what was searched for can be marked."""

    key: str
    title: str
    before: str
    found: str
    after: str


class Entry(NamedTuple):
    """A lesson to be searched. `script` is the experiment's name and its words, such as recv_bytes."""

    key: str
    lesson: Lesson
    script: str = ""


def search(text: str, entries: Iterable[Entry]) -> tuple[Hit, ...]:
    """The lessons that hold every word of `text`, the best first; none for an empty text."""
    words = text.casefold().split()
    if not words:
        return ()
    ranked: list[tuple[int, int, Hit]] = []
    for place, entry in enumerate(entries):
        passages = [entry.lesson.title, *_passages(entry.lesson), entry.script]
        whole = "\n".join(passages).casefold()
        if all(word in whole for word in words):
            rank = 0 if all(word in entry.lesson.title.casefold() for word in words) else 1
            ranked.append((rank, place, _hit(entry, passages, words)))
    return tuple(hit for _, _, hit in sorted(ranked)[:MOST])


def _passages(lesson: Lesson) -> list[str]:
    blocks: list[Block] = [block for section in lesson.sections for block in section.blocks]
    blocks += lesson.changes
    for check in lesson.checks:
        blocks += (check.question, *check.answers, *check.reason)
    return [block.text for block in (*blocks, *lesson.teacher)]


def _hit(entry: Entry, passages: list[str], words: list[str]) -> Hit:
    """The passage that holds most of the words; the title only if nothing else does."""
    best = max((*passages[1:], passages[0]), key=lambda passage: sum(word in passage.casefold() for word in words))
    # casefold() may change a text's length ("ß"); where it does, the mark would be off, so lower() serves there.
    folded = best.casefold() if len(best.casefold()) == len(best) else best.lower()
    at, word = min((folded.find(word), word) for word in words if word in folded)
    end = at + len(word)
    left, right = max(0, at - AROUND), min(len(best), end + AROUND)
    before = ("…" if left else "") + best[left:at].replace("\n", " ")
    after = best[end:right].replace("\n", " ") + ("…" if right < len(best) else "")
    return Hit(entry.key, entry.lesson.title, before, best[at:end], after)
