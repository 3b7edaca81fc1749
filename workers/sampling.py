"""Schedules by chance, from a seed: where there are too many to see them all."""

import random
from collections.abc import Sequence

from workers.dpor import earliest
from workers.steps import Moment, Step, Waiting


class Walk:
    """Anybody who can go on may be next, each time anew."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def choose(self, moment: Moment, steps: Sequence[Step]) -> str | None:
        """Give who goes next."""
        able = candidates(moment, steps)
        return self._chance.choice(able).actor if able else earliest(moment)


class Priorities:
    """PCT: whoever has the highest priority goes on, and a few times, at chance, the highest becomes the lowest.

    It finds a bug that needs d - 1 changes of turn at certain steps, of n actors and k steps, with a probability of at
    least 1 / (n * k ** (d - 1)) (Burckhardt, Kothari, Musuvathi and Nagarakatte, ASPLOS 2010).
    """

    def __init__(self, chance: random.Random, length: int, changes: int = 2) -> None:
        self._chance = chance
        self._changes = {chance.randrange(max(1, length)) for _ in range(changes)}
        self._priority: dict[str, float] = {}
        self._lowest = 0.0

    def choose(self, moment: Moment, steps: Sequence[Step]) -> str | None:
        """Give who goes next."""
        able = candidates(moment, steps)
        if not able:
            return earliest(moment)
        for one in able:
            self._priority.setdefault(one.actor, self._chance.random())
        first = max(able, key=lambda one: self._priority[one.actor]).actor
        if len(steps) in self._changes:
            self._lowest -= 1
            self._priority[first] = self._lowest
            first = max(able, key=lambda one: self._priority[one.actor]).actor
        return first


def candidates(moment: Moment, steps: Sequence[Step]) -> list[Waiting]:
    """Give who may be next: not whoever slept just now, if anybody else can go on, or a loop that waits never ends."""
    ready = [one for one in moment.waiting if one.ready]
    slept = steps[-1].actor if steps and steps[-1].op == "sleep" else ""
    return [one for one in ready if one.actor != slept] or ready
