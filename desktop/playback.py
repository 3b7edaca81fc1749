"""Which moment of a run is looked at, and how it moves on: played, stepped, looped, or following a run that goes on.

Pure: time comes in from outside. Moments are nanoseconds of the run.
"""

from dataclasses import dataclass

SLOWNESSES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
WATCHABLE = 20.0  # seconds that a whole run should take to be played


@dataclass
class Playback:
    """`slowness` is how many times longer than the run it takes. `loop` is the part that is played again and again."""

    moment: int = 0
    playing: bool = False
    following: bool = False
    slowness: int = 10
    loop: tuple[int, int] | None = None

    def suit(self, begin: int, end: int) -> None:
        """Choose a speed at which the whole run can be watched."""
        wanted = WATCHABLE / max(1e-9, (end - begin) * 1e-9)
        self.slowness = max((s for s in SLOWNESSES if s <= wanted), default=1)

    def follow(self, end: int) -> None:
        """Look at what happens now, as the run goes on."""
        self.following, self.playing, self.moment, self.slowness = True, False, end, 1

    def to(self, moment: int, begin: int, end: int) -> None:
        """Look at a moment, and stay there."""
        self.following = False
        self.moment = min(end, max(begin, moment))

    def toggle(self, begin: int, end: int) -> None:
        """Play, or pause. At the end, playing begins anew."""
        self.following = False
        self.playing = not self.playing
        first, last = self._part(begin, end)
        if self.playing and not first <= self.moment < last:
            self.moment = first

    def advance(self, seconds: float, begin: int, end: int) -> bool:
        """Let that much time pass for the person; says whether the moment has moved."""
        if self.following and self.moment != end:
            self.moment = end
            return True
        if not self.playing:
            return False
        first, last = self._part(begin, end)
        self.moment = max(first, self.moment) + round(seconds * 1e9 / self.slowness)
        if self.moment >= last:
            if self.loop is not None:
                self.moment = first + (self.moment - last) % max(1, last - first)
            else:
                self.moment, self.playing = last, False
        return True

    def slower(self, steps: int = 1) -> None:
        """So many steps slower; faster if negative."""
        place = min(range(len(SLOWNESSES)), key=lambda i: abs(SLOWNESSES[i] - self.slowness))
        self.slowness = SLOWNESSES[min(len(SLOWNESSES) - 1, max(0, place + steps))]

    def journey(self, seconds: float = 0.45) -> int:
        """How many nanoseconds of the run pass while a person sees something move for that long."""
        if self.following:  # what is recorded lags behind and may stand still, and moves would never end
            seconds = min(seconds, 0.005)
        return max(1000, round(seconds * 1e9 / self.slowness))

    def _part(self, begin: int, end: int) -> tuple[int, int]:
        if self.loop is None:
            return begin, end
        return max(begin, self.loop[0]), max(begin + 1, min(end, self.loop[1]))
