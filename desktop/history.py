"""What came of the runs of each script: the newest in full, the results of a few before it for comparison."""

from dataclasses import dataclass, field
from typing import NamedTuple

from desktop.explain import Explanation
from desktop.run_state import RunState
from desktop.scenes.bars import Series, Values, merged
from desktop.words import Words
from workers.catalog import constants

MOST_SERIES = 4  # the newest, and three before it: more are hard to tell apart


class Outcome(NamedTuple):
    """The results of a run, or of several of the same, and under which conditions they came."""

    values: Values
    unit: str
    watched: bool
    start_method: str
    source: str
    runs: int


@dataclass
class Record:
    """What is known of one script's runs. `explanation` is why the newest one ended as it did."""

    state: RunState | None = None
    explanation: Explanation | None = None
    outcomes: list[Outcome] = field(default_factory=list)  # the newest first
    ended: bool = False  # at least one run has come to its end
    runs: int = 1  # of how many the newest job was

    def take(self, states: list[RunState]) -> None:
        """Take in the finished runs of one job, all of the same script."""
        self.ended = True
        finished = [s.finished for s in states if s.finished is not None and s.finished.results]
        if not finished:
            return
        newest = states[-1]
        values: Values = finished[0].results if len(finished) == 1 else merged([f.results for f in finished])
        outcome = Outcome(
            values, finished[-1].results_unit, newest.watched, newest.start_method, newest.source, len(finished)
        )
        # Seconds beside bytes cannot be compared: another unit begins anew.
        same_unit = [o for o in self.outcomes if o.unit == outcome.unit]
        self.outcomes = [outcome, *same_unit][:MOST_SERIES]

    def forget_earlier(self) -> None:
        """Keep the newest results only."""
        del self.outcomes[1:]


def series(outcomes: list[Outcome], words: Words) -> tuple[Series, ...]:
    """The outcomes as series of bars, each with what tells it from the others."""
    if len(outcomes) == 1:
        return (Series(outcomes[0].values),)
    conditions = [_conditions(outcome, words) for outcome in outcomes]
    names = dict.fromkeys(name for one in conditions for name in one)
    telling = [name for name in names if len({one.get(name) for one in conditions}) > 1]
    found = []
    for age, (outcome, one) in enumerate(zip(outcomes, conditions, strict=True)):
        when = words("chart.this_run") if age == 0 else words("chart.before", count=age)
        found.append(Series(outcome.values, " · ".join([when, *(one[name] for name in telling if one.get(name))])))
    return tuple(found)


def _conditions(outcome: Outcome, words: Words) -> dict[str, str]:
    inputs = {c.name: f"{c.name} = {c.value}" for c in constants(outcome.source)}
    return {
        **inputs,
        "start method": outcome.start_method,
        "watched": words("chart.caption_watched" if outcome.watched else "chart.caption_measured"),
        "runs": words("chart.ran_many", runs=outcome.runs) if outcome.runs > 1 else "",
        "edited": "",
    }
