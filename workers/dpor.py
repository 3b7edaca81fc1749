"""Every schedule that can make a difference, one after another.

Two orders of operations that touch different things lead to the same end, so one of them is enough. This is dynamic
partial-order reduction (Flanagan and Godefroid, POPL 2005) with sleep sets (Godefroid, LNCS 1032): run once; find the
pairs of operations on one thing that nothing else kept in their order; go back to before the first of each pair, and
let the other go first. Each schedule is run from the beginning, since a process cannot be taken back.

Vocabulary: a node is a moment of choice on the current path; `p` is an actor, `i` and `j` are steps, i before j.
"""

from collections.abc import Sequence
from typing import NamedTuple

from workers.messages import TIME_OVER
from workers.steps import Moment, Step, Touch, Waiting


class DivergedError(Exception):
    """The script did not do what it did before under the same schedule."""


class _Node:
    """A moment of choice. `sleep` are those whose turn here has been covered elsewhere."""

    def __init__(self, moment: Moment, sleep: set[str]) -> None:
        self.waiting = {one.actor: one for one in moment.waiting}  # in the latest run: things have new names in each
        self.ready = moment.ready
        self.sleep = sleep
        self.done: set[str] = set()
        self.backtrack: set[str] = set()
        self.chosen = ""

    def take(self, entry: str) -> str:
        self.chosen = entry
        self.done.add(entry)
        self.backtrack.add(entry)
        return entry

    def left(self) -> list[str]:
        return sorted(self.backtrack - self.done - self.sleep)


class Exhaustive:
    """Chooses so that, run after run, every schedule that differs is seen. `order_all`: anything may touch anything."""

    def __init__(self) -> None:
        self._path: list[_Node] = []
        self._depth = 0
        self.order_all = False
        self.finished = False

    def choose(self, moment: Moment, steps: Sequence[Step]) -> str | None:
        """Give who goes next; None: what would follow has been seen. Raises DivergedError."""
        self._depth += 1
        if self._depth <= len(self._path):
            node = self._path[self._depth - 1]
            _check(node, moment)
            node.waiting = {one.actor: one for one in moment.waiting}
            return node.chosen
        node = _Node(moment, self._asleep(steps))
        entry = first(moment, node.sleep, steps)
        if entry is None:
            return None
        self._path.append(node)
        return node.take(entry)

    def ended(self, steps: Sequence[Step], last: Moment) -> None:
        """Learn from a run where to go next."""
        self._find_races(steps, last)
        self._depth = 0
        while self._path:
            left = self._path[-1].left()
            if left:
                self._path[-1].take(left[0])
                return
            self._path.pop()
        self.finished = True

    def give_up(self) -> None:
        """Leave what lies behind the last choice: it cannot be followed."""
        self.ended((), Moment((), over=True))

    def _asleep(self, steps: Sequence[Step]) -> set[str]:
        """Who would only repeat, in another order, what was done instead of the last step."""
        if not self._path:
            return set()
        before, step = self._path[-1], steps[-1]
        covered = (before.sleep | before.done) - {before.chosen}
        return {
            p for p in covered & before.waiting.keys() if not self.dependent(step, before.waiting[p].touch, p)
        }  # fmt: skip

    def dependent(self, step: Step, touch: Touch, p: str) -> bool:
        """Whether it may matter if a step comes before or after what p does."""
        if self.order_all or p in _those_in(step):
            return True
        return any(touch.conflicts(one) or one.victim == p for one in step.touches) or touch.victim in _those_in(step)

    def _find_races(self, steps: Sequence[Step], last: Moment) -> None:
        order = _Order(self)
        for j, step in enumerate(steps):
            self._race(steps, order, _Turn(j, step.actor, step.touches))
            order.add(steps, j)
        for j, one in _never_done(steps, last):
            self._race(steps, order, _Turn(j, one.actor, (one.touch,)))

    def _race(self, steps: Sequence[Step], order: "_Order", turn: "_Turn") -> None:
        """Find the last step that could have come after p's, and see to it that it once does."""
        mine = order.last.get(turn.p, -1)
        before = order.past[mine] if mine >= 0 else 0
        for i in range(turn.j - 1, -1, -1):
            if before >> i & 1 or not any(self.dependent(steps[i], touch, turn.p) for touch in turn.touches):
                continue
            node = self._path[i]
            if i > mine and turn.p in node.waiting and not node.waiting[turn.p].ready:
                continue  # p could not go on before this step
            self._turn_round(node, i, steps, order.before(steps, turn), turn)
            return

    def _turn_round(self, node: _Node, i: int, steps: Sequence[Step], needed: int, turn: "_Turn") -> None:
        """Have p go on at a node, or whoever has to before p can."""
        if turn.p in node.ready:
            node.backtrack.add(turn.p)
            return
        helpful = {steps[k].actor for k in range(i + 1, turn.j) if needed >> k & 1} & set(node.ready)
        if not helpful:
            node.backtrack.update(node.ready)
        elif not helpful & node.backtrack:
            node.backtrack.add(min(helpful))


class _Turn(NamedTuple):
    """What p did as step j, or would have done."""

    j: int
    p: str
    touches: tuple[Touch, ...]


class _Order:
    """What happened before what: `past[j]` has a bit for each step that step j depends on, and for itself."""

    def __init__(self, strategy: Exhaustive) -> None:
        self._strategy = strategy
        self.past: list[int] = []
        self.last: dict[str, int] = {}

    def add(self, steps: Sequence[Step], j: int) -> None:
        step = steps[j]
        past = 1 << j
        for p in _those_in(step):
            if p in self.last:
                past |= self.past[self.last[p]]
            for touch in step.touches:
                past |= self._conflicting(steps, j, touch, p)
        self.past.append(past)
        for p in _those_in(step):
            self.last[p] = j

    def before(self, steps: Sequence[Step], turn: _Turn) -> int:
        past = self.past[self.last[turn.p]] if turn.p in self.last else 0
        for touch in turn.touches:
            past |= self._conflicting(steps, turn.j, touch, turn.p)
        return past

    def _conflicting(self, steps: Sequence[Step], j: int, touch: Touch, p: str) -> int:
        found = 0
        for i in range(j - 1, -1, -1):
            if not found >> i & 1 and self._strategy.dependent(steps[i], touch, p):
                found |= self.past[i]
        return found


def _never_done(steps: Sequence[Step], last: Moment) -> list[tuple[int, Waiting]]:
    """Give what actors were about to do when the run was over for them, and how many steps had been done then."""
    found = {one.actor: (len(steps), one) for one in last.waiting}
    acted: set[str] = set()
    for j in range(len(steps) - 1, -1, -1):
        acted.update(_those_in(steps[j]))
        for one in steps[j].waiting:
            if one.actor not in acted:
                found.setdefault(one.actor, (j + 1, one))
    return list(found.values())


def _those_in(step: Step) -> tuple[str, ...]:
    return (step.actor, *step.others)


def _check(node: _Node, moment: Moment) -> None:
    name = node.chosen.removesuffix(TIME_OVER)
    there = {one.actor: one for one in moment.waiting}
    if moment.ready != node.ready or there.keys() != node.waiting.keys():
        raise DivergedError(f"others were ready than before: {', '.join(moment.ready)}, not {', '.join(node.ready)}")
    if (there[name].op, there[name].line) != (node.waiting[name].op, node.waiting[name].line):
        raise DivergedError(f"{name} did not do what it did before")


def first(moment: Moment, sleep: set[str], steps: Sequence[Step]) -> str | None:
    """Give who goes first where nothing is known yet: whoever went last; a sleeper only if nobody else can.

    None if all who could are in `sleep`.
    """
    ready = [one for one in moment.waiting if one.ready and one.actor not in sleep]
    if not ready:
        return None if moment.ready else earliest(moment)
    awake = [one for one in ready if not one.sleeps]
    if not awake:
        return min(ready, key=lambda one: one.seconds_left).actor
    last = steps[-1].actor if steps and not _hogs(steps) else ""
    return next((one.actor for one in awake if one.actor == last), awake[0].actor)


def earliest(moment: Moment) -> str:
    """Give the entry of whose wait is over first."""
    timed = [one for one in moment.waiting if one.seconds is not None]
    return min(timed, key=lambda one: one.seconds_left).actor + TIME_OVER


_FAIR_AFTER = 40  # steps in a row after which somebody else gets a turn: it may be waiting for them in a loop


def _hogs(steps: Sequence[Step]) -> bool:
    return len(steps) >= _FAIR_AFTER and len({step.actor for step in steps[-_FAIR_AFTER:]}) == 1
