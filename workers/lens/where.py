"""Which line of the script asked for an operation, and how deep under it the operation is.

The nearest frame that is neither of the standard library nor ours is the script's. The lens's own frames on the way
there are operations that this one happens inside of: their number is its depth.
"""

from __future__ import annotations

# ruff: noqa: PTH118 (pathlib is not imported into a script's process)
import os

from . import vocabulary as words
from .flight import definition, recorder
from .library import HOSTS, OURS, in_library, in_multiprocessing

TYPE_CHECKING = False  # typing takes longer to import than all of the lens
if TYPE_CHECKING:
    from types import FrameType

# What a file can be, beside the number (0 and up) of a file of the script's.
LIBRARY, LENS, BIRTH, INSIDE = -1, -2, -3, -4
OTHER_FILES = 255  # every file of the script's after so many shares this number


# An operation asked for from inside multiprocessing is not the script's own, even if no operation that we know of is
# above it; unless what the script called is a mere shorthand for it.
_SHORTHANDS = {"__enter__", "__exit__", "__init__", "get_nowait", "put_nowait"}
# Operations of a Manager's, which are always reached by a method that does nothing else: see seams/managers.py.
_UNDER_SHORTHANDS = {"_callmethod", "_create"}

# How each file name met so far is to be taken. Frames of thin.py are not operations; birth.py is where a process's
# own stack begins, though under fork its parent's goes on behind it.
kinds: dict[str, int] = {
    **{ours + "thin.py": LIBRARY for ours in OURS},
    **{ours + os.path.join("seams", "birth.py"): BIRTH for ours in OURS},
    **dict.fromkeys(HOSTS, LIBRARY),
}


def kind_of(path: str) -> int:
    """Tell what a file is: the number of a file of the script's, or a negative kind."""
    known = kinds.get(path)
    return _classify(path) if known is None else known


def _classify(path: str) -> int:
    if path.startswith(OURS):
        kind = LENS
    elif in_multiprocessing(path) and not path.endswith("context.py"):
        kind = INSIDE
    elif in_library(path):
        kind = LIBRARY
    else:
        kind = min(OTHER_FILES, sum(known >= 0 for known in kinds.values()))
        recorder.define_for_all(words.FILE, kind, path)
    kinds[path] = kind
    return kind


def place(frame: FrameType | None) -> tuple[int, int, int]:
    """Give depth, file and line of the operation that `frame` is about to do.

    An operation in a stack without the script (a feeder thread, a handler of a Pool) has line 0 and is at least one
    level down: the script did not ask for it directly. A depth with ROOTLESS says that no operation is above it.
    """
    depth, inside, shorthand = 0, False, False
    while frame is not None:
        code = frame.f_code
        kind = kinds.get(code.co_filename)
        if kind is None:
            kind = _classify(code.co_filename)
        if kind >= 0:
            return depth + inside | (words.ROOTLESS if inside and not depth else 0), kind, frame.f_lineno or 0
        if kind == LENS:
            depth, inside, shorthand = depth + 1, False, code.co_name in _UNDER_SHORTHANDS
        elif kind == INSIDE:
            inside = inside or not (shorthand or code.co_name in _SHORTHANDS)
        elif kind == BIRTH:
            break
        frame = frame.f_back
    return depth + 1 | (0 if depth else words.ROOTLESS), 0, 0


def tell_files() -> bytes:
    """Give the definitions of the files known so far; a forked child has them at the beginning of its own file."""
    return b"".join(definition(words.FILE, kind, path) for path, kind in kinds.items() if 0 <= kind < OTHER_FILES)


def begin(script: str) -> None:
    """Know `script` as file number 0."""
    kinds[script] = 0
    recorder.begin_with(tell_files)
