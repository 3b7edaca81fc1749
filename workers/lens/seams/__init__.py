"""Where multiprocessing is wrapped: one module for each of its own, attached when the script first imports that."""

from __future__ import annotations

import importlib

from .. import vocabulary as words
from ..flight import recorder
from ..late import when_imported
from . import output

TYPE_CHECKING = False  # typing takes longer to import than all of the lens
if TYPE_CHECKING:
    from types import ModuleType

# a module of the standard library -> the seam here, and its function
_SEAMS = {
    "multiprocessing.process": ("processes", "observe_process"),
    "multiprocessing.connection": ("connections", "observe"),
    "multiprocessing.synchronize": ("locks", "observe"),
    "multiprocessing.queues": ("queues", "observe"),
    "multiprocessing.managers": ("managers", "observe"),
    "multiprocessing.pool": ("pools", "observe"),
    "concurrent.futures.process": ("futures", "observe"),
    "multiprocessing.sharedctypes": ("memory", "observe_sharedctypes"),
    "multiprocessing.shared_memory": ("memory", "observe_shared_memory"),
    "multiprocessing.forkserver": ("processes", "observe_forkserver"),
    "multiprocessing.resource_tracker": ("processes", "observe_tracker"),
    "traceback": ("processes", "observe_uncaught"),
    "multiprocessing.spawn": ("processes", "ride_along"),
    "multiprocessing.popen_fork": ("processes", "observe_reaping"),
    "multiprocessing.popen_forkserver": ("processes", "observe_reaping"),
    "multiprocessing.popen_spawn_win32": ("processes", "observe_reaping"),
}


def attach() -> None:
    """Wrap everything that there is to wrap. What this Python does not have is noted in the recording."""
    for name in _SEAMS:
        when_imported(name, _attach_one)
    output.observe()


def _attach_one(module: ModuleType) -> None:
    seam, function = _SEAMS[module.__name__]
    try:
        getattr(importlib.import_module(f".{seam}", __name__), function)(module)
    except Exception as error:
        recorder.define(words.UNSEEN, module.__name__, f"{type(error).__name__}: {error}")
