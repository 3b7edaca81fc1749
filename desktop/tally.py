"""A show of hands: how many of a class chose each answer, typed in by the teacher, as bars."""

from typing import NamedTuple

from desktop.scenes.bars import Series

MOST = 9_999


class Tally(NamedTuple):
    """How many hands went up for each answer, in their order."""

    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All hands."""
        return sum(self.counts)

    def with_count(self, answer: int, count: int) -> "Tally":
        """The same with another count for an answer, which counts from 0."""
        counts = list(self.counts)
        counts[answer] = max(0, min(MOST, count))
        return Tally(tuple(counts))

    def share(self, answer: int) -> float:
        """The part of the class that chose an answer, from 0 to 1."""
        return self.counts[answer] / self.total if self.total else 0.0

    def series(self, labels: tuple[str, ...]) -> Series:
        """The counts as bars."""
        return Series(dict(zip(labels, map(float, self.counts), strict=True)))


def count_of(text: str) -> int | None:
    """The count that a teacher typed; 0 for nothing typed, None for what is no count."""
    text = text.strip()
    if not text:
        return 0
    return int(text) if text.isdecimal() and int(text) <= MOST else None
