"""Learning at once that a process has really ended."""

import contextlib
import os
import selectors
from collections.abc import Callable


class Ends:
    """Calls `act` with the pid of each process that was met, once it has ended. `expected` are those not met yet.

    Uses pidfd_open(2), which works for any process, ours or not, and tells of an end before anybody has waited for it.
    """

    def __init__(self, selector: selectors.BaseSelector, act: Callable[[int], None]) -> None:
        self._selector = selector
        self._act = act
        self._open: dict[int, int] = {}  # pid -> descriptor
        self._ended: set[int] = set()
        self.expected: set[int] = set()

    def expect(self, pid: int) -> None:
        """Watch a process that is to be met."""
        if pid not in self._open and pid not in self._ended:
            self.expected.add(pid)
            self._watch(pid)

    def met(self, pid: int) -> None:
        """Watch a process that is here now."""
        self.expected.discard(pid)
        self._watch(pid)

    def has_ended(self, pid: int | None) -> bool:
        """Whether a watched process has ended."""
        return pid in self._ended

    def close(self) -> None:
        """Watch no more."""
        for descriptor in self._open.values():
            os.close(descriptor)
        self._open.clear()

    def _watch(self, pid: int) -> None:
        if pid in self._open or pid in self._ended:
            return
        try:
            descriptor = os.pidfd_open(pid)
        except ProcessLookupError:
            self._over(pid)
            return
        self._open[pid] = descriptor
        self._selector.register(descriptor, selectors.EVENT_READ, lambda: self._over(pid))

    def _over(self, pid: int) -> None:
        self._ended.add(pid)
        self.expected.discard(pid)
        descriptor = self._open.pop(pid, None)
        if descriptor is not None:
            with contextlib.suppress(KeyError):
                self._selector.unregister(descriptor)
            os.close(descriptor)
        self._act(pid)
