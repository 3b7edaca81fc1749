"""Challenges: the person first makes a script go wrong, then repairs it so that exploring finds no way any more.

A challenge is a script; going wrong is a deadlock or an exception, so the program can tell by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.stepping import Stepping
from workers.catalog import CHALLENGES
from workers.messages import Found

if TYPE_CHECKING:
    from desktop.window import Window

_BAD = ("deadlock", "exception", "cut")


class Challenger:
    """Says what the goal is, and when it has been reached."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.broken: set[str] = set()
        self.repaired: set[str] = set()

    def shown(self) -> None:
        """A script is shown: say what its goal is, if it is a challenge."""
        key = self._key
        if key and key not in self.broken:
            self._window.say(f"challenge.{key}_goal", calm=True)

    def stepped(self, stepping: Stepping) -> None:
        """A stepped run is over, or stands in a deadlock."""
        state = self._window.runner.state
        failed = state is not None and bool(state.output.stderr_tail().strip())
        if self._key and (stepping.deadlock is not None or (failed and stepping.schedule)):
            self.broken.add(self._key)
            self._window.say("challenge.broken", calm=True)

    def explored(self, key: str, found: Found | None) -> None:
        """A search is over: a changed script in which nothing goes wrong is repaired."""
        script = self._window.script
        if found is None or script is None or script.key != key or not self._key or not found.ways:
            return
        if any(way.kind in _BAD for way in found.ways):
            self._window.say("challenge.still", calm=True)
        elif script.edited:
            self.repaired.add(self._key)
            self._window.say("challenge.repaired", calm=True)

    @property
    def _key(self) -> str:
        script = self._window.script
        topic, _, name = script.key.partition("/") if script is not None else ("", "", "")
        return name if topic == CHALLENGES else ""
