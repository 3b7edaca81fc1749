"""How a run stands, in words: what the run bar shows."""

from typing import NamedTuple

from desktop.explain import Explanation, Mood
from desktop.run_state import RunState
from desktop.runner import Runner
from desktop.scenes.units import written
from desktop.words import Words


class Standing(NamedTuple):
    """How a run stands. `fraction` is how much of a job of several runs is done, None where nobody can know."""

    running: bool
    stopping: bool = False
    fraction: float | None = None
    counts: str = ""  # time and processes
    sentence: str = ""
    mood: Mood = "neutral"


def while_running(runner: Runner, title: str, words: Words) -> Standing:
    """The standing of a run that is going on."""
    assert runner.job is not None
    assert runner.state is not None
    state, times = runner.state, runner.job.times
    counts = words("status.counts", time=elapsed(runner.elapsed), alive=state.alive, born=state.born)
    if runner.stopping:
        sentence = words("status.stopping")
    elif times > 1:
        sentence = words("status.running_many", title=title, number=len(runner.states), count=times)
    else:
        sentence = words("status.running", title=title)
    fraction = (len(runner.states) - 1) / times if times > 1 else None
    return Standing(True, runner.stopping, fraction, counts, sentence)


def at_rest(state: RunState | None, explanation: Explanation | None, words: Words) -> Standing:
    """The standing when nothing runs: how the last run of this script ended."""
    if state is None or state.finished is None or explanation is None:
        sentence = _sentence(explanation, words) if explanation else words("status.ready")
        return Standing(False, sentence=sentence, mood=explanation.mood if explanation else "neutral")
    finished = state.finished
    seconds = finished.wall_seconds if finished.seconds is None else finished.seconds
    # A run that is not watched does not tell of its processes: those that lived a moment only may be missed.
    word = "status.counts_end" if state.watched else "status.counts_end_measured"
    counts = words(word, time=written(seconds, "seconds"), born=max(state.born, 1))
    return Standing(False, counts=counts, sentence=_sentence(explanation, words), mood=explanation.mood)


def _sentence(explanation: Explanation, words: Words) -> str:
    """What went wrong is told in full by the notice above the bar; here it is enough that it did."""
    if explanation.mood == "bad":
        return words("status.failed")
    return words(explanation.word, **explanation.places)


def elapsed(seconds: float) -> str:
    """A time that is still growing: with tenths, and in minutes when there are some."""
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes)}:{rest:04.1f}" if minutes else f"{rest:.1f} s"
