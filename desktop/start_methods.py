"""Which start methods this system has. Written down here since the window's process never imports multiprocessing."""

import sys

if sys.platform == "win32":
    START_METHODS: tuple[str, ...] = ("spawn",)
else:
    START_METHODS = ("fork", "spawn", "forkserver")


def default_start_method() -> str:
    """What multiprocessing uses on this system unless it is told otherwise."""
    if sys.platform in {"win32", "darwin"}:
        return "spawn"
    return "forkserver" if sys.version_info >= (3, 14) else "fork"
