"""How a controlled run ended, in words that are the same for the same end."""

import re
from collections.abc import Mapping
from typing import Literal

import msgspec

from workers.messages import Deadlocked
from workers.steps import Deadlock

Kind = Literal["results", "output", "exception", "deadlock", "cut"]
_EXCEPTION = re.compile(r"^(?!\s)(?:\w+\.)*\w+(?:: .*)?$")  # the last line of a traceback


class Outcome(msgspec.Struct, frozen=True):
    """What came out: `results` if the script has any, else what it printed; or how it failed."""

    kind: Kind
    text: str


def outcome_of(
    printed: Mapping[str, Mapping[str, str]],
    results: Mapping[str, float | list[float]],
    exit_code: int | None,
    deadlock: Deadlock | Deadlocked | None,
    cut: str = "",
) -> Outcome:
    """Give the outcome of a run. `printed` is process -> stream -> text; `cut` says why it was not followed further."""
    if deadlock is not None:
        return Outcome("deadlock", in_words(deadlock))
    if cut:
        return Outcome("cut", cut)
    said = ", ".join(f"{label}: {_short(value)}" for label, value in results.items())
    failures = sorted(filter(None, (_failure(name, streams.get("stderr", "")) for name, streams in printed.items())))
    if failures:
        return Outcome("exception", "; ".join(filter(None, (said, *failures))))
    if exit_code:
        return Outcome("exception", f"exit code {exit_code}")
    if said:
        return Outcome("results", said)
    return Outcome("output", "".join(printed[name].get("stdout", "") for name in sorted(printed)).rstrip("\n"))


def in_words(deadlock: Deadlock | Deadlocked) -> str:
    """Say who waits for whom: those of the ring, or all who wait if there is none."""
    of_interest = [one for one in deadlock.blocked if one.actor in deadlock.cycle] or [*deadlock.blocked]
    return "; ".join(
        f"{one.actor} waits in {one.op}" + (f" of {one.label}" if one.label else "") + _for(one.waits_for)
        for one in of_interest
    )


def _for(names: tuple[str, ...]) -> str:
    return f" for {', '.join(names)}" if any(names) else ""


def _failure(name: str, stderr: str) -> str:
    if '  File "' not in stderr:  # as a traceback has, and a SyntaxError without one
        return ""
    lines = [line for line in stderr.splitlines() if _EXCEPTION.match(line)]
    return f"{name or 'a process'}: {lines[-1]}" if lines else ""


def _short(value: float | list[float]) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_short, value))}]"
    value = round(value, 3)  # virtual time goes on by a microsecond with each look at it
    return f"{value:.4g}" if value != int(value) else f"{int(value)}"
