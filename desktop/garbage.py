"""Keeps the garbage collector from being felt."""

import gc
import sys

SWITCH_INTERVAL = 0.001  # seconds


def freeze_garbage() -> None:
    """Let the collector pass over all that has been made so far, and come less often for what follows.

    The window's own parts stay for as long as it does: to look at them again and again would be a pause of many
    milliseconds each time. And the thread that reads a session must give way to the window's sooner than by default.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
    sys.setswitchinterval(SWITCH_INTERVAL)
