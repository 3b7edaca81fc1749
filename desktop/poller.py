"""The only loop that reads a session: a tick of the window's own clock, bounded in time.

session ──poll()──► Runner.drain(until) ──► RunState ──► window.show()
"""

import time
from collections.abc import Callable
from typing import Any, Protocol

BUDGET = 0.004  # seconds of reading in one tick; with drawing, a tick stays below the 16 ms of a screen's frame
BUSY = 5  # milliseconds between ticks in a run: short enough that output seems to come at once
IDLE = 100  # otherwise: an idle Tk main loop never lets Python handle a signal, such as SIGTERM, a tick does


class Clock(Protocol):
    """What can call back later: a Tk widget."""

    def after(self, ms: int, func: Callable[[], object]) -> Any:
        """Call `func` after so many milliseconds."""

    def after_cancel(self, id: Any) -> Any:  # noqa: A002  (Tk calls it so)
        """Forget a call that has not come yet."""


class Poller:
    """Calls `tick` with the time until which it may work, again and again. `tick` says whether a run is going on."""

    def __init__(self, clock: Clock, tick: Callable[[float], bool]) -> None:
        self._clock, self.on_tick = clock, tick
        self._pending: Any = None
        self._stopped = False

    def start(self) -> None:
        """Begin to tick; or, when idle, tick at once, since a run has just begun."""
        if self._pending is not None:
            self._clock.after_cancel(self._pending)
        self._run()

    def stop(self) -> None:
        """Tick no more."""
        self._stopped = True
        if self._pending is not None:
            self._clock.after_cancel(self._pending)
            self._pending = None

    def _run(self) -> None:
        # Whatever a tick raises, the next one comes: one bad message must not leave a window that is deaf for ever.
        self._pending = None
        busy = True
        try:
            busy = self.on_tick(time.perf_counter() + BUDGET)
        finally:
            if not self._stopped:
                self._pending = self._clock.after(BUSY if busy else IDLE, self._run)
