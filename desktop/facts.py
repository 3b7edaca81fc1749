"""What is true of a lesson in every language, from lessons/facts.toml: right answers, edits, what a run must show.

A run *shows the effect* when its results fulfil every condition of `effect`:

    effect = [{ label = "updates lost", above = 0 }]                       one bar
    effect = [{ label = "200 processes", over = "10 processes", above = 8 }]   one bar divided by another
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from workers.catalog import Scalar

FILE = Path(__file__).with_name("lessons") / "facts.toml"


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a bar must be; the label "*" is the highest bar. Of a bar with several numbers the middle one counts.

    The number that counts is that of `label`, divided by that of `over`, or less that of `minus`.
    """

    label: str
    over: str = ""
    minus: str = ""
    above: float | None = None
    below: float | None = None
    equal: float | None = None


class Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of one lesson. Answers count from 1. An edit maps names of constants to their values."""

    answer: int
    minutes: int  # that a teacher needs in front of a class
    effect: tuple[Condition, ...] = ()
    printed: str = ""  # what the run's output must contain, as a regular expression
    hangs: bool = False  # the run does not end by itself: that somebody stopped it is what it shows
    luck: bool = False  # a race: one run may go well, ten hardly do
    changes: tuple[dict[str, Scalar], ...] = ()
    checks: tuple[int, ...] = ()


@cache
def all_facts(file: Path = FILE) -> dict[str, Facts]:
    """The facts of every lesson, by "topic/name". Raises msgspec.ValidationError for a file that makes no sense."""
    found: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return msgspec.convert(found, dict[str, Facts])


def facts_of(key: str) -> Facts | None:
    """The facts of one lesson; None if there are none."""
    return all_facts().get(key)
