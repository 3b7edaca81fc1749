"""Whose code a frame is: the script's, the library's, or ours."""

# ruff: noqa: PTH100, PTH118, PTH120 (pathlib is not imported into a script's process)

import os
import sys
from types import FrameType, ModuleType

_HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
_HOSTS = tuple(os.path.join(os.path.dirname(_HERE[:-1]), name) for name in ("host.py", "zygote.py"))
_LIBRARY = os.path.dirname(os.path.abspath(os.__file__)) + os.sep
_PACKAGES = (_LIBRARY + "site-packages" + os.sep, _LIBRARY + "dist-packages" + os.sep)

_known: dict[str, bool] = {}  # whether a file is the script's or of what it imports, and not of the standard library


def is_the_scripts(frame: FrameType | None) -> bool:
    """Whether a frame is the script's own, or of a package that it uses."""
    if frame is None:
        return False
    path = frame.f_code.co_filename
    known = _known.get(path)
    if known is None:
        library = path.startswith(("<", _HERE)) or path in _HOSTS
        library = library or (path.startswith(_LIBRARY) and not path.startswith(_PACKAGES))
        known = _known[path] = not library
    return known


def place(frame: FrameType | None) -> tuple[FrameType | None, str, str]:
    """Give the script's frame, and the function that asks with the module that it is in ("": the script's own)."""
    function, module = "", ""
    while frame is not None:
        scripts = is_the_scripts(frame)
        if not function and not frame.f_code.co_filename.startswith(_HERE):
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
        where.kinds[str(module.__file__)] = where.LIBRARY  # type: ignore[union-attr]
