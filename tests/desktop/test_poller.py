from collections.abc import Callable

import pytest

from desktop.poller import BUSY, IDLE, Poller


class FakeClock:
    """Keeps what is to be called later."""

    def __init__(self) -> None:
        self.calls: dict[int, tuple[int, Callable[[], object]]] = {}
        self._next = 0

    def after(self, ms: int, func: Callable[[], object]) -> int:
        self._next += 1
        self.calls[self._next] = (ms, func)
        return self._next

    def after_cancel(self, id: int) -> None:  # noqa: A002
        del self.calls[id]

    def run_next(self) -> None:
        number = min(self.calls)
        self.calls.pop(number)[1]()

    @property
    def delays(self) -> list[int]:
        return [ms for ms, _ in self.calls.values()]


def test_it_ticks_often_in_a_run_and_seldom_otherwise() -> None:
    clock, busy = FakeClock(), True
    poller = Poller(clock, lambda _until: busy)
    poller.start()
    assert clock.delays == [BUSY]
    busy = False
    clock.run_next()
    assert clock.delays == [IDLE]


def test_it_goes_on_after_an_error() -> None:
    clock = FakeClock()

    def fail(_until: float) -> bool:
        raise ValueError("one bad message")

    poller = Poller(clock, fail)
    with pytest.raises(ValueError, match="one bad message"):
        poller.start()
    assert len(clock.calls) == 1


def test_starting_again_does_not_make_two_loops() -> None:
    clock = FakeClock()
    poller = Poller(clock, lambda _until: False)
    poller.start()
    poller.start()
    assert len(clock.calls) == 1


def test_it_ticks_no_more_when_stopped_even_from_inside_a_tick() -> None:
    clock = FakeClock()
    poller = Poller(clock, lambda _until: True)
    poller.start()
    poller.on_tick = lambda _until: bool(poller.stop())  # type: ignore[func-returns-value]
    clock.run_next()
    assert clock.calls == {}
