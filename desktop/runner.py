"""Runs a script once or several times, and knows how each run went. Never blocks; knows nothing of widgets."""

import time
from collections.abc import Callable
from typing import NamedTuple, Protocol

from desktop.run_state import RunState
from workers.messages import AnyMessage, EndReason, Finished, SteeringCommand
from workers.session import Run


class SessionLike(Protocol):
    """What is needed of `workers.session.Session`."""

    def poll(self) -> AnyMessage | None:
        """The next message, None if there is none at the moment."""

    def tell(self, command: SteeringCommand) -> None:
        """Say who goes on in a run that is stepped."""

    def stop(self) -> None:
        """End every process of the run."""

    def close(self) -> None:
        """End the run and forget it."""


class Job(NamedTuple):
    """What was asked for: a script's text, how to run it, how often. `caption` is told beside its bars."""

    key: str
    source: str
    run: Run
    times: int = 1
    caption: str = ""


class Runner:
    """Holds at most one session. `changed` is called with the newest state whenever a run begins or ends."""

    def __init__(self, start_session: Callable[[Run], SessionLike], changed: Callable[[], None]) -> None:
        self._start_session, self._changed = start_session, changed
        self._session: SessionLike | None = None
        self.job: Job | None = None
        self.states: list[RunState] = []  # one for each run of the job so far, the last one perhaps going on
        self.stopping = False
        self._began = 0.0

    @property
    def running(self) -> bool:
        """Whether the job is still going on."""
        return self._session is not None

    @property
    def state(self) -> RunState | None:
        """The newest run."""
        return self.states[-1] if self.states else None

    @property
    def elapsed(self) -> float:
        """Seconds since the job began, or that its newest run took."""
        if self.running:
            return time.perf_counter() - self._began
        finished = self.state.finished if self.state else None
        return finished.wall_seconds if finished else 0.0

    def start(self, job: Job) -> None:
        """Begin a job. The one before must be over."""
        assert not self.running, "one job at a time"
        self.job, self.states, self.stopping = job, [], False
        self._began = time.perf_counter()
        self._begin_run()
        self._changed()

    def tell(self, command: SteeringCommand) -> None:
        """Say who goes on in a run that is stepped."""
        if self._session is not None:
            self._session.tell(command)

    def stop(self) -> None:
        """Ask the run to end, and let no other follow. What it tells until then is still read."""
        if self._session is not None:
            self.stopping = True
            self._session.stop()

    def close(self) -> None:
        """End what runs, at once; nobody is told."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def drain(self, until: float) -> bool:
        """Read messages until there are none, or `until` (perf_counter). Says whether there were any."""
        any_came = False
        while self._session is not None:
            message = self._session.poll()
            if message is None:
                break
            any_came = True
            assert self.state is not None
            self.state.tell(message)
            if isinstance(message, Finished):
                self._end_run()
            if time.perf_counter() > until:
                break
        return any_came

    def _begin_run(self) -> None:
        assert self.job is not None
        state = RunState(self.job.key, self.job.source, watched=self.job.run.watch)
        self.states.append(state)
        try:
            self._session = self._start_session(self.job.run)
        except OSError as error:
            state.tell(Finished(EndReason.NOT_STARTED, None, None, 0.0, note=str(error)))
            self._session = None

    def _end_run(self) -> None:
        assert self.job is not None
        # After its last message nothing of a session is left, so there is nothing to close, which might take time.
        self._session = None
        ended_well = self.state and self.state.finished and self.state.finished.reason is EndReason.FINISHED
        if ended_well and not self.stopping and len(self.states) < self.job.times:
            self._begin_run()
        self._changed()
