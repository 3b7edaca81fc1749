"""The first frame of a child process's own stack.

Alone in its file: under fork, what is behind this frame belongs to the parent (see where.py).
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing takes longer to import than all of the lens
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def bootstrap_with(original: Callable[..., Any], begun: Callable[[Any], None], leaving: Callable[[Any], None]) -> Any:
    """Make BaseProcess._bootstrap tell of its beginning and of its exit code."""

    def _bootstrap(self: Any, *args: Any, **kwargs: Any) -> Any:
        begun(self)
        code = original(self, *args, **kwargs)
        leaving(code)
        return code

    return _bootstrap
