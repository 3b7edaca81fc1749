"""Holds what a run showed against what its lesson says.

facts, script, runs ──► Outcome: shown or not, in how many runs, by which numbers
"""

import re
import statistics
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from desktop.facts import Condition, Facts
from desktop.scenes.units import written
from workers.catalog import constants
from workers.messages import EndReason, Finished

# What came of it: the effect was shown; it was not; the program was another than the question asks about; the run
# was stopped or failed, so it says nothing.
Verdict = Literal["shown", "not_shown", "changed", "no_outcome"]


class Ended(NamedTuple):
    """A run that is over, with what it printed."""

    finished: Finished
    output: str


class Outcome(NamedTuple):
    """See the module's first lines. `figures` are the bars that decide, each label with its value as written."""

    verdict: Verdict
    shown: int = 0  # runs that showed the effect
    runs: int = 0
    figures: tuple[tuple[str, str], ...] = ()
    changed: tuple[str, ...] = ()  # "USE_LOCK = True"


def outcome(facts: Facts, original: str, source: str, runs: Sequence[Ended]) -> Outcome:
    """What the runs of `source` showed, where the lesson asks about `original`."""
    if source != original:
        return Outcome("changed", runs=len(runs), changed=changed_constants(original, source))
    telling = [run for run in runs if tells(facts, run)]
    if not telling:
        return Outcome("no_outcome", runs=len(runs))
    shown = sum(shows(facts, run) for run in telling)
    return Outcome("shown" if shown else "not_shown", shown, len(telling), figures(facts, telling))


def changed_constants(original: str, source: str) -> tuple[str, ...]:
    """The inputs that a person has set to something else, as they stand in the script now."""
    before = {constant.name: constant.value for constant in constants(original)}
    return tuple(f"{c.name} = {c.value!r}" for c in constants(source) if before.get(c.name, c.value) != c.value)


def tells(facts: Facts, run: Ended) -> bool:
    """Whether a run says anything: it came to its own end, or was stopped where hanging is what it is to show."""
    reason = run.finished.reason
    return reason is EndReason.FINISHED or (facts.hangs and reason is EndReason.STOPPED)


def shows(facts: Facts, run: Ended) -> bool:
    """Whether one run shows the effect."""
    if facts.hangs != (run.finished.reason is EndReason.STOPPED):
        return False
    if facts.printed and not re.search(facts.printed, run.output):
        return False
    return all(fulfilled(condition, run.finished.results) for condition in facts.effect)


def fulfilled(condition: Condition, results: Mapping[str, float | list[float]]) -> bool:
    """Whether the results are as the condition wants them; not, if a bar is missing."""
    value = _measured(condition, results)
    if value is None:
        return False
    above = condition.above is None or value > condition.above
    below = condition.below is None or value < condition.below
    return above and below and condition.equal in (None, value)


def figures(facts: Facts, runs: Sequence[Ended]) -> tuple[tuple[str, str], ...]:
    """The bars that decide, of all runs together: one value, or from the least to the greatest."""
    found: dict[str, str] = {}
    wanted = (label for c in facts.effect for label in (c.label, c.over, c.minus) if label)
    for label in dict.fromkeys(_bar(label, runs[0].finished.results) for label in wanted):
        values = [v for run in runs if (v := _middle(run.finished.results.get(label))) is not None]
        if values:
            unit = _short_unit(runs[0].finished.results_unit)
            least, greatest = written(min(values), unit), written(max(values), unit)
            found[label] = least if least == greatest else f"{least} – {greatest}"
    return tuple(found.items())


def _measured(condition: Condition, results: Mapping[str, float | list[float]]) -> float | None:
    value = _middle(results.get(_bar(condition.label, results)))
    if value is not None and condition.over:
        divisor = _middle(results.get(condition.over))
        return value / divisor if divisor else None
    if value is not None and condition.minus:
        less = _middle(results.get(condition.minus))
        return None if less is None else value - less
    return value


def _bar(label: str, results: Mapping[str, float | list[float]]) -> str:
    """The label of the bar that is meant: "*" is the highest."""
    if label != "*":
        return label
    return max(results, key=lambda name: _middle(results[name]) or 0.0, default="")


def _middle(value: float | list[float] | None) -> float | None:
    if isinstance(value, list):
        return statistics.median(value) if value else None
    return value


def _short_unit(unit: str) -> str:
    """Units that are scaled are written; words such as "updates" stand in the label already."""
    return unit if unit in {"seconds", "bytes", "MB"} else ""
