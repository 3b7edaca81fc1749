"""Which source files are the standard library's and which are ours, by the names that code objects give them."""

# ruff: noqa: PTH100, PTH117, PTH118, PTH120 (pathlib is not imported into a script's process)

import os
import sys

# In an executable the library's files have names that are relative to it, and a script's are still whole.
_FROZEN = bool(getattr(sys, "frozen", False))
_FOLDER = "" if _FROZEN else os.path.dirname(os.path.abspath(os.__file__)) + os.sep
_PACKAGES = (_FOLDER + "site-packages" + os.sep, _FOLDER + "dist-packages" + os.sep)
_MULTIPROCESSING = (_FOLDER + "multiprocessing" + os.sep, os.path.join(_FOLDER + "concurrent", "futures") + os.sep)

# The lens, and what runs a script: by their names in code objects, and by their places, since it depends on how they
# were loaded which one a frame tells.
OURS = tuple({os.path.dirname((lambda: None).__code__.co_filename) + os.sep, os.path.dirname(__file__) + os.sep})
HOSTS = tuple(os.path.join(os.path.dirname(ours[:-1]), name) for ours in OURS for name in ("host.py", "zygote.py"))


def in_library(path: str) -> bool:
    """Whether a file is the standard library's; "<string>" and its like count as such."""
    if path.startswith("<"):
        return True
    if _FROZEN:
        return not os.path.isabs(path)
    return path.startswith(_FOLDER) and not path.startswith(_PACKAGES)


def in_multiprocessing(path: str) -> bool:
    """Whether a file is of multiprocessing, or of the executors that are built on it."""
    return path.startswith(_MULTIPROCESSING)
