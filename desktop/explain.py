"""Why a run ended as it did, as a sentence's name in words.toml and what fills it.

    (Finished, stderr's tail, the script's file name) ──► Explanation

What is recognised is recognised by what CPython writes; the sources are named beside each pattern. The errors of
multiprocessing have a table of their own, `desktop.errors`.
"""

import re
import signal
from collections.abc import Callable
from typing import Literal, NamedTuple

from desktop.errors import KILLED, KnownError, recognise
from workers.messages import EndReason, Finished

Mood = Literal["good", "neutral", "bad"]


class Explanation(NamedTuple):
    """The word that says what happened. `line` is the line of the script to mark, 0 for none.

    `traceback` says whether there is one to be shown, `error` is what is known of why and what to do.
    """

    word: str
    places: dict[str, object]
    mood: Mood = "bad"
    line: int = 0
    traceback: bool = False
    error: KnownError | None = None


def explain(finished: Finished, stderr: str, file_name: str) -> Explanation:
    """The most helpful thing to say about the end of a run."""
    match finished.reason:
        case EndReason.STOPPED:
            return Explanation("end.stopped", {}, "neutral")
        case EndReason.TOO_MANY_PROCESSES:
            return Explanation("end.too_many_processes", {"count": finished.born})
        case EndReason.TOO_LONG:
            return Explanation("end.too_long", {"seconds": round(finished.wall_seconds)})
        case EndReason.LOST:
            return Explanation("end.lost", {})
        case EndReason.NOT_STARTED:
            return Explanation("end.not_started", {"note": finished.note})
        case _:
            return _explain_own_end(finished, stderr, file_name)


def _explain_own_end(finished: Finished, stderr: str, file_name: str) -> Explanation:
    failed = bool(finished.exit_code)
    raised = _TRACEBACK in stderr
    line = last_line(stderr, file_name)
    if (known := recognise(stderr, warnings_only=not (failed or raised))) is not None:
        error, places = known
        mood: Mood = "neutral" if error.warns else "bad"
        return Explanation(f"error.{error.name}.notice", places, mood, line, raised, error)
    if failed or raised:
        for recogniser in _RECOGNISERS:
            if (found := recogniser(stderr)) is not None:
                word, places = found
                if word == "end.raised" and not failed:
                    word = "end.raised_child"
                return Explanation(word, places, "bad", line, raised)
    if finished.exit_code is not None and finished.exit_code < 0:
        name = signal_name(-finished.exit_code)
        return Explanation("end.killed", {"signal": name}, traceback=bool(stderr), error=KILLED)
    if failed:
        return Explanation("end.exit_code", {"code": finished.exit_code}, traceback=bool(stderr))
    if finished.left_over:
        return Explanation("end.left_over", {"count": finished.left_over}, "neutral")
    return Explanation("end.good", {}, "good")


def signal_name(number: int) -> str:
    """The name of a signal, such as "SIGKILL"; its number where this system has no name for it."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


def last_line(stderr: str, file_name: str) -> int:
    """The line of the script in which the last traceback that passes through it ended; 0 if none does."""
    found = re.findall(rf'^\s*File "(?:[^"]*[/\\])?{re.escape(file_name)}", line (\d+)', stderr, re.MULTILINE)
    return int(found[-1]) if found else 0


Found = tuple[str, dict[str, object]]
_TRACEBACK = "Traceback (most recent call last):"


def _input(stderr: str) -> Found | None:
    # Python/bltinmodule.c, builtin_input_impl; Objects/fileobject.c, PyFile_GetLine
    return ("end.input", {}) if "EOFError: EOF when reading a line" in stderr else None


def _missing_module(stderr: str) -> Found | None:
    found = re.findall(r"^ModuleNotFoundError: No module named '([^']+)'", stderr, re.MULTILINE)
    return ("end.missing_module", {"module": found[-1]}) if found else None


def _raised(stderr: str) -> Found | None:
    """The last line of the last traceback: "ValueError: text", "KeyboardInterrupt"."""
    found = re.findall(r"^((?:[A-Za-z_]\w*\.)*[A-Z]\w*)(?:: (.*))?$", stderr.rpartition(_TRACEBACK)[2], re.MULTILINE)
    if _TRACEBACK not in stderr or not found:
        return None
    name, text = found[0]
    return "end.raised", {"error": f"{name}: {text}" if text else name}


_RECOGNISERS: tuple[Callable[[str], Found | None], ...] = (_input, _missing_module, _raised)
