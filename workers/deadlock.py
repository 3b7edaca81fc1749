"""Who waits for whom, when nobody can go on."""

from collections.abc import Mapping, Sequence

from workers.steps import Blocked, Deadlock, Said, Waiting

_WAITS_WITHOUT_ITS_LOCK = ("Condition.wait", "Condition.wait_for")


class Holders:
    """Who holds which lock or semaphore, and since which line; from what was granted and how it ended."""

    def __init__(self) -> None:
        self._held: dict[str, list[tuple[str, int]]] = {}

    def granted(self, actor: str, at: Said, *, time_over: bool) -> None:
        """An actor goes on with what it is about to do."""
        if time_over or not at.on or at.deep:
            return
        if at.op.endswith(".acquire"):
            self._held.setdefault(at.on, []).append((actor, at.line))
        elif at.op.endswith(".release") or at.op in _WAITS_WITHOUT_ITS_LOCK:
            self._give_up(actor, at.on)

    def came_back(self, actor: str, at: Said, *, got: bool) -> None:
        """An actor has done what it was about to do. `got`: it was not refused."""
        if not at.on:
            return
        if at.op.endswith(".acquire") and not got:
            self._give_up(actor, at.on)
        elif at.op in _WAITS_WITHOUT_ITS_LOCK:
            self._held.setdefault(at.thing, []).append((actor, at.line))

    def of(self, on: str) -> tuple[str, ...]:
        """Give who holds a lock."""
        return tuple(dict.fromkeys(actor for actor, _ in self._held.get(on, ())))

    def line(self, on: str) -> int:
        """Give the line where a lock's holder got it, 0 if nobody holds it."""
        held = self._held.get(on)
        return held[0][1] if held else 0

    def _give_up(self, actor: str, on: str) -> None:
        held = self._held.get(on, [])
        mine = next((entry for entry in reversed(held) if entry[0] == actor), held[-1] if held else None)
        if mine is not None:
            held.remove(mine)


def explain(waiting: Sequence[Waiting], held_at: Mapping[str, int]) -> Deadlock:
    """Say who waits for whom, and who of them are a ring."""
    blocked = tuple(
        Blocked(one.actor, one.op, one.label, one.line, one.because_of, held_at.get(one.actor, 0)) for one in waiting
    )
    return Deadlock(blocked, _ring({one.actor: one.waits_for for one in blocked}))


def _ring(waits_for: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Find names that wait for each other in a ring, as short a one as there is."""
    rings = [ring for start in waits_for if (ring := _way_back(start, waits_for))]
    return min(rings, key=len, default=())


def _way_back(start: str, waits_for: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    while ways:
        way = ways.pop(0)
        for following in waits_for.get(way[-1], ()):
            if following == start:
                return way
            if following in waits_for and following not in seen:
                seen.add(following)
                ways.append((*way, following))
    return ()
