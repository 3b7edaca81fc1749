"""All the ways that a script can end: it is run again and again, each time under another schedule."""

import itertools
import random
import time
from collections.abc import Iterator
from typing import NamedTuple

from workers.dpor import DivergedError, Exhaustive
from workers.nursery import Nursery, Ran
from workers.outcomes import Outcome
from workers.sampling import Priorities, Walk
from workers.session import Run

SCHEDULES = 200  # how many are tried if nothing else is asked for


class Plan(NamedTuple):
    """What is to be explored. `schedules`: how many at most, None for as many as there are.

    `exhaustive`: only in order, never by chance. Otherwise half of the schedules go to seeing all there are; if that is
    not enough, the rest are chosen at chance from `seed`.
    """

    run: Run
    schedules: int | None = SCHEDULES
    exhaustive: bool = False
    seed: int = 0


class Way(NamedTuple):
    """An outcome, how many schedules led to it, and the shortest of them."""

    outcome: Outcome
    schedules: int
    shortest: tuple[str, ...]


class Explored(NamedTuple):
    """What has been found so far. `exhausted`: every schedule that can make a difference has been seen.

    `skipped` counts runs that were broken off since they repeated others; `diverged` those in which the script did not
    do the same again; `facts` are what could not be controlled; `usual` is what came out when everybody went on as long
    as they could.
    """

    schedules: int
    ways: tuple[Way, ...]
    exhausted: bool
    seconds: float
    skipped: int = 0
    diverged: int = 0
    facts: tuple[str, ...] = ()
    usual: Outcome | None = None

    @property
    def deadlocks(self) -> int:
        """How many schedules led to a deadlock."""
        return sum(way.schedules for way in self.ways if way.outcome.kind == "deadlock")


class Exploration:
    """A search that is going on: iterate over it, and after each schedule get what has been found so far."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._began = time.monotonic()
        self._ways: dict[Outcome, Way] = {}
        self._exhaustive = Exhaustive()
        self._chance = random.Random(plan.seed)
        self._schedules = self._skipped = self._diverged = self._longest = 0
        self._complete = self._stopped = False
        self._nursery: Nursery | None = None
        self._facts: list[str] = []

    def __iter__(self) -> Iterator[Explored]:
        with Nursery(self._plan.run) as self._nursery:
            yield from self._in_order(self._nursery)
            if not self._complete and not self._plan.exhaustive:
                yield from self._by_chance(self._nursery)

    def stop(self) -> None:
        """End the search, and the run that is going on. For any thread."""
        self._stopped = True
        if self._nursery is not None:
            self._nursery.stop()

    def _in_order(self, nursery: Nursery) -> Iterator[Explored]:
        most = self._plan.schedules
        if most is not None and not self._plan.exhaustive:
            most = (most + 1) // 2
        cut = False
        while not self._exhaustive.finished and not self._is_enough(most):
            try:
                ran = nursery.run(self._exhaustive)
            except DivergedError:
                self._diverged += 1
                self._exhaustive.give_up()
                continue
            if self._stopped:
                return
            cut = cut or bool(ran.last.cut)
            self._exhaustive.ended(ran.steps, ran.last)
            # Whether this was the last is known only now, and said with it.
            self._facts += [fact for fact in ran.facts if fact not in self._facts]
            clean = not cut and not self._diverged and not self._facts
            self._complete = self._exhaustive.finished and clean
            if ran.complete:
                self._count(ran)
                yield self.found()
            else:
                self._skipped += 1
        if self._complete:
            yield self.found()

    def _by_chance(self, nursery: Nursery) -> Iterator[Explored]:
        while not self._is_enough(self._plan.schedules):
            pct = self._schedules % 2 == 0
            ran = nursery.run(Priorities(self._chance, self._longest) if pct else Walk(self._chance))
            if self._stopped:
                return
            self._count(ran)
            yield self.found()

    def _is_enough(self, most: int | None) -> bool:
        return self._stopped or (most is not None and self._schedules + self._diverged >= most)

    def _count(self, ran: Ran) -> None:
        self._schedules += 1
        self._longest = max(self._longest, len(ran.steps))
        self._facts += [fact for fact in ran.facts if fact not in self._facts]
        known = self._ways.get(ran.outcome)
        shortest = min((known.shortest, ran.schedule), key=_effort) if known else ran.schedule
        self._ways[ran.outcome] = Way(ran.outcome, (known.schedules if known else 0) + 1, shortest)

    def found(self) -> Explored:
        """Give what has been found so far."""
        ways = sorted(self._ways.values(), key=lambda way: -way.schedules)
        return Explored(
            self._schedules,
            tuple(ways),
            self._complete,
            time.monotonic() - self._began,
            self._skipped,
            self._diverged,
            tuple(self._facts),
            next(iter(self._ways), None),
        )


def _effort(schedule: tuple[str, ...]) -> tuple[int, int]:
    """Steps, and changes of turn: what makes a schedule long to watch."""
    return len(schedule), sum(one != two for one, two in itertools.pairwise(schedule))
