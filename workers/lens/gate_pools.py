"""Each task of a Pool is an actor of its own, whichever worker runs it."""

from typing import Any


def put_gates(pool: Any) -> None:
    """Put gates into the module."""


def settle(over: int) -> None:
    """Wait until the results of tasks that are over have been handled."""
