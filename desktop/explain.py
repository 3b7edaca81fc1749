"""Why a run ended as it did, as a sentence's name in words.toml and what fills it.

    (Finished, stderr's tail, the script's file name) ──► Explanation

What is recognised is recognised by what CPython writes; the sources are named beside each pattern.
"""

import re
import signal
from collections.abc import Callable
from typing import Literal, NamedTuple

from workers.messages import EndReason, Finished

Mood = Literal["good", "neutral", "bad"]


class Explanation(NamedTuple):
    """The word that says what happened. `line` is the line of the script to mark, 0 for none.

    `traceback` says whether there is one to be shown.
    """

    word: str
    places: dict[str, object]
    mood: Mood = "bad"
    line: int = 0
    traceback: bool = False


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
    if failed or _TRACEBACK in stderr:
        for recognise in _RECOGNISERS:
            if (found := recognise(stderr)) is not None:
                word, places = found
                return Explanation(word, places, "bad", last_line(stderr, file_name), _TRACEBACK in stderr)
    if finished.exit_code is not None and finished.exit_code < 0:
        return Explanation("end.killed", {"signal": signal_name(-finished.exit_code)}, traceback=bool(stderr))
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


def _no_guard(stderr: str) -> Found | None:
    # multiprocessing/spawn.py, _check_not_importing_main
    return ("end.no_guard", {}) if "has finished its bootstrapping phase" in stderr else None


def _input(stderr: str) -> Found | None:
    # Python/bltinmodule.c, builtin_input_impl; Objects/fileobject.c, PyFile_GetLine
    return ("end.input", {}) if "EOFError: EOF when reading a line" in stderr else None


def _shared_by_pickling(stderr: str) -> Found | None:
    # multiprocessing/context.py, assert_spawning: "Lock objects should only be shared between processes through ..."
    found = re.search(
        r"RuntimeError: (\w+) objects should only be shared between processes through inheritance", stderr
    )
    return ("end.only_inherited", {"what": found[1]}) if found else None


def _pickling(stderr: str) -> Found | None:
    # Modules/_pickle.c: PicklingError, and AttributeError or TypeError where a lookup or a type fails
    found = re.search(
        r"^(?:_pickle\.PicklingError|pickle\.PicklingError|AttributeError|TypeError): "
        r"(?:Can't (?:pickle|get local object)|[Cc]annot pickle) (.*)$",
        stderr,
        re.MULTILINE,
    )
    return ("end.pickling", {"what": found[1].split(": ")[0]}) if found else None


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


_RECOGNISERS: tuple[Callable[[str], Found | None], ...] = (
    _no_guard,
    _input,
    _shared_by_pickling,
    _pickling,
    _missing_module,
    _raised,
)
