"""Keeps on the stage what belongs there: the recording of the shown script's newest run, as it grows."""

from collections.abc import Callable
from typing import Protocol

from desktop.recording import Recording
from desktop.run_state import RunState


class StageLike(Protocol):
    """What is needed of the stage's pane."""

    def show(self, recording: Recording | None, *, live: bool, empty: str) -> None:
        """Show a recording, or a sentence."""

    def settle(self) -> None:
        """The run that was followed has ended."""

    def tick(self) -> bool:
        """Show what is new, if it is time to; says whether anything was drawn."""


class StageKeeper:
    """Told of each tick and each change of run or script."""

    def __init__(self, stage: StageLike) -> None:
        self._stage = stage
        self._opened: RunState | None = None
        self._when_read: Callable[[], None] = lambda: None
        self._followed: RunState | None = None

    def show(self, state: RunState | None, *, live: bool) -> None:
        """Put a run on the stage; None where the script has not been run."""
        if state is None:
            empty = "stage.empty"
        elif not state.watched:
            empty = "stage.unwatched"
        else:
            empty = "stage.waiting"
        self._followed = state if live else None
        self._stage.show(state.recording if state is not None and state.watched else None, live=live, empty=empty)

    def open(self, state: RunState, when_read: Callable[[], None]) -> None:
        """Put a recording on the stage whose events are still to be taken in; `when_read` is called then."""
        self._when_read = when_read
        self._opened = self._followed = state
        self._stage.show(state.recording, live=True, empty="stage.waiting")

    def tick(self, state: RunState | None, until: float) -> bool:
        """Take in what the lens recorded of the newest run, until a moment of the perf_counter.

        Says whether there is more to take in.
        """
        state = self._opened or state
        if state is None:
            return False
        if self._followed is state and self._stage.tick():
            return True  # to read and to draw in one tick would take longer than a tick may
        more = state.catch_up(until)
        if self._followed is state and state.finished is not None and not more:
            self._followed = None
            self._stage.settle()
        if not more and self._opened is not None:
            self._opened = None
            self._when_read()
        return more
