"""The path through the lessons: what a person who sits alone does next."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from desktop.facts import Facts
from desktop.progress import Progress

StepKind = Literal["predict", "run", "check", "lesson", "finished"]


class Step(NamedTuple):
    """What to do, and in which lesson."""

    kind: StepKind
    key: str


def next_step(current: str, keys: Sequence[str], progress: Progress, facts: Mapping[str, Facts]) -> Step:
    """What to do next in the current lesson; if that is done, the lesson to go to.

    `keys` are all lessons in the order in which they are taught. Whoever has finished the last one goes back to what
    was passed over.
    """
    if current in facts:
        mine, fact = progress[current], facts[current]
        if not mine.may_run:
            return Step("predict", current)
        if not mine.runs:
            return Step("run", current)
        if mine.state(fact) != "done":
            return Step("check", current)
    return next_lesson(current, keys, progress, facts)


def next_lesson(current: str, keys: Sequence[str], progress: Progress, facts: Mapping[str, Facts]) -> Step:
    """The next lesson that is not done, looking first behind the current one and then from the beginning."""
    at = keys.index(current) + 1 if current in keys else 0
    for key in (*keys[at:], *keys[:at]):
        if key in facts and key != current and progress[key].state(facts[key]) != "done":
            return Step("lesson", key)
    return Step("finished", current)
