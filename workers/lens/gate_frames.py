"""Whose code a frame is: the script's, the library's, or ours."""

# ruff: noqa: PTH119 (pathlib is not imported into a script's process)

import os
import sys
from types import FrameType, ModuleType

from .library import HOSTS, OURS, in_library

_known: dict[str, bool] = {}  # whether a file is the script's or of what it imports, and not of the standard library


def is_the_scripts(frame: FrameType | None) -> bool:
    """Whether a frame is the script's own, or of a package that it uses."""
    if frame is None:
        return False
    path = frame.f_code.co_filename
    known = _known.get(path)
    if known is None:
        known = _known[path] = not (path.startswith(OURS) or path in HOSTS or in_library(path))
    return known


def place(frame: FrameType | None) -> tuple[FrameType | None, str, str]:
    """Give the script's frame, and the function that asks with the module that it is in ("": the script's own)."""
    function, module = "", ""
    while frame is not None:
        scripts = is_the_scripts(frame)
        if not function and not frame.f_code.co_filename.startswith(OURS):
            function = frame.f_code.co_name
            module = "" if scripts else str(frame.f_globals.get("__name__", ""))
        if scripts:
            return frame, function, module
        if frame.f_code.co_name == "_bootstrap" and frame.f_globals.get("__name__") == "multiprocessing.process":
            break  # under fork, what is behind this is the parent's
        frame = frame.f_back
    return None, function, module


def scripts_frame(frame: FrameType | None) -> FrameType | None:
    """Give the nearest frame of the script's, from here on."""
    while frame is not None and not is_the_scripts(frame):
        frame = frame.f_back
    return frame


def be_transparent(package: str, *modules: ModuleType) -> None:
    """Let the frames of gates be no operations to the recorder, if there is one in this process."""
    where = sys.modules.get(f"{package}.where")
    for module in modules if where is not None else ():
        for ours in OURS:
            where.kinds[ours + os.path.basename(str(module.__file__))] = where.LIBRARY  # type: ignore[union-attr]
