"""Exploring in the window: a search in a process of its own, and what it has found so far."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from desktop.views.explore_bar import Row
from workers.messages import Found, WayFound
from workers.search import SCHEDULES, Plan

if TYPE_CHECKING:
    from desktop.window import Window

_MOST = 6  # outcomes that are shown


class SearchLike(Protocol):
    """What is needed of `workers.search.Search`."""

    def poll(self) -> Found | None:
        """What has been found meanwhile, None if nothing has."""

    def stop(self) -> None:
        """End the search; a last finding follows."""

    def close(self) -> None:
        """End the search and wait until nothing of it is left."""


class Explorer:
    """Explores the script that the window shows. At most one search goes on."""

    def __init__(self, window: Window, start_search: Callable[[Plan], SearchLike]) -> None:
        self._window, self._start_search = window, start_search
        self._search: SearchLike | None = None
        self._key = ""  # of the script that is or was explored
        self.found: Found | None = None

    @property
    def going_on(self) -> bool:
        """Whether a search goes on."""
        return self._search is not None

    def start(self) -> None:
        """Explore the shown script, in place of whatever was explored before."""
        window = self._window
        run = window.run_of_shown()
        if run is None or self.going_on or window.runner.running:
            return
        try:
            self._search = self._start_search(Plan(run, SCHEDULES))
        except OSError as error:
            window.say("explore.failed", {"reason": error})
            return
        assert window.script is not None
        self._key, self.found = window.script.key, Found(0, (), exhausted=False, seconds=0.0)
        self._show()
        window.poller.start()

    def stop(self) -> None:
        """End the search that goes on; or, if it is over, put away what it has found."""
        if self._search is not None:
            self._search.stop()
        else:
            self.found = None
            self._show()

    def watch(self, number: int) -> None:
        """Step along the shortest schedule to an outcome, to its last step but one."""
        if self.found is not None and not self.going_on and number < len(self.found.ways):
            self._window.stepper.start(self.found.ways[number].shortest[:-1])

    def close(self) -> None:
        """End the search at once; nobody is told."""
        if self._search is not None:
            self._search.close()
            self._search = None

    def tick(self) -> bool:
        """Show what is new; says whether a search goes on."""
        came = False
        while self._search is not None and (found := self._search.poll()) is not None:
            self.found, came = found, True
            if found.finished:
                self._search = None
        if came:
            self._show()
        if came and not self.going_on:
            self._window.challenger.explored(self._key, self.found)
        return self.going_on

    def _show(self) -> None:
        bar, found, window = self._window.shell.explore_bar, self.found, self._window
        if found is None:
            bar.grid_remove()
            return
        bar.grid()
        most = max((way.schedules for way in found.ways), default=1)
        rows = [self._row(way, way.schedules / most) for way in found.ways[:_MOST]]
        sentence = window.look.words("explore.title", title=window.shelf.title(self._key, window.look.words.language))
        bar.show(f"{sentence} {self._sentence(found)}", rows, going_on=self.going_on)

    def _row(self, way: WayFound, share: float) -> Row:
        words = self._window.look.words
        text = " · ".join(way.text.splitlines()) or words("explore.nothing")
        if way.kind not in ("results", "output"):
            text = words(f"explore.{way.kind}", text=text)
        return Row(way.schedules, share, text, way.kind not in ("results", "output"))

    def _sentence(self, found: Found) -> str:
        words = self._window.look.words
        if found.note:
            return words("explore.failed", reason=found.note)
        if not found.finished:
            return words("explore.so_far", schedules=found.schedules)
        said = [words("explore.all" if found.exhausted else "explore.sample", schedules=found.schedules)]
        if found.not_controlled:
            said.append(words("explore.not_controlled", what=", ".join(found.not_controlled)))
        return " ".join(said)
