"""What a person has learnt so far, as the window asks for it and changes it: predictions, runs, checks, what is next.

Every change is kept at once. Experiments without facts, and a person's own scripts, ask for nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from desktop.facts import Facts, all_facts
from desktop.next_step import Step, next_lesson
from desktop.outcome import Ended, Outcome, outcome
from desktop.output import Output
from desktop.progress import LessonProgress, Progress, ProgressFile
from desktop.run_state import RunState
from desktop.tally import Tally


class Learning:
    """`keys` are the lessons in the order in which they are taught; `failed` is told why progress cannot be kept."""

    def __init__(
        self,
        file: ProgressFile,
        keys: Sequence[str],
        failed: Callable[[OSError], None],
        facts: Mapping[str, Facts] | None = None,
    ) -> None:
        self._file, self._failed = file, failed
        self.facts = all_facts() if facts is None else facts
        self.keys = tuple(key for key in keys if key in self.facts)
        self.progress: Progress = file.read()
        self._outcomes: dict[str, Outcome] = {}
        self._tallies: dict[str, Tally] = {}

    def of(self, key: str) -> LessonProgress:
        """What was done with one lesson."""
        return self.progress[key]

    def outcome(self, key: str) -> Outcome | None:
        """What the newest runs showed, since the window was opened."""
        return self._outcomes.get(key)

    def may_run(self, key: str) -> bool:
        """Whether there is a prediction, or none is wanted."""
        return key not in self.facts or self.of(key).may_run

    def predict(self, key: str, answer: int) -> None:
        """Choose an answer, from 1. Once a run has ended, it stays."""
        if not self.of(key).runs:
            self.progress.change(key, predicted=answer, shown=False)
            self._keep()

    def show_me(self, key: str) -> None:
        """Do without a prediction."""
        if key in self.facts and not self.of(key).may_run:
            self.progress.change(key, shown=True)
            self._keep()

    def check(self, key: str, number: int, answer: int) -> None:
        """Answer a check: `number` counts from 0, the answer from 1."""
        self.progress[key] = self.of(key).with_check(number, answer)
        self._keep()

    def take(self, key: str, original: str, source: str, states: Sequence[RunState]) -> None:
        """Take in the runs of a job that is over."""
        facts = self.facts.get(key)
        over = [state for state in states if state.finished is not None]
        if facts is None or not over:
            return
        # What was printed may be long, and is read only where it decides.
        runs = [Ended(s.finished, text_of(s.output) if facts.printed else "") for s in over if s.finished is not None]
        found = self._outcomes[key] = outcome(facts, original, source, runs)
        if found.verdict == "no_outcome":
            return
        self.show_me(key)  # whoever has seen a run cannot predict it any more
        before, newest = self.of(key), runs[-1].finished
        self.progress.change(key, runs=before.runs + len(runs), seen=before.seen or found.verdict == "shown")
        if found.verdict != "changed" and newest.results:
            unit, method = newest.results_unit, over[-1].start_method
            self.progress.change(key, results=dict(newest.results), results_unit=unit, start_method=method)
        self._keep()

    def next(self, key: str) -> Step:
        """Where to go from a lesson."""
        return next_lesson(key, self.keys, self.progress, self.facts)

    def tally(self, key: str, answers: int) -> Tally:
        """The hands that were counted for a lesson's question."""
        known = self._tallies.get(key)
        return known if known is not None and len(known.counts) == answers else Tally((0,) * answers)

    def set_tally(self, key: str, tally: Tally) -> None:
        """Remember counted hands, for as long as the window is open."""
        self._tallies[key] = tally

    def reset(self, keys: Iterable[str]) -> None:
        """Forget what was done with some lessons."""
        for key in keys:
            self.progress.reset([key])
            self._outcomes.pop(key, None)
        self._keep()

    def _keep(self) -> None:
        try:
            self._file.write(self.progress)
        except OSError as error:
            self._failed(error)


def text_of(output: Output) -> str:
    """All that a run printed and that was kept."""
    return "\n".join(output[i].text for i in range(len(output)))
