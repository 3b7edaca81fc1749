"""The first frame of a child process's own stack.

Alone in its file: under fork, what is behind this frame belongs to the parent (see where.py).
"""

from __future__ import annotations

from time import perf_counter_ns as now

from .. import vocabulary as words
from ..flight import recorder

TYPE_CHECKING = False  # typing takes longer to import than all of the lens
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def bootstrap_with(
    original: Callable[..., Any], arrived: Callable[[Any], None], watch_work: Callable[[Any], None]
) -> Callable[..., Any]:
    """Make BaseProcess._bootstrap tell of its exit code; of its beginning, `arrived` tells where its parent did not.

    `watch_work` is called with the Process of a worker of some kind.
    """
    here, pack, size, leave = recorder.here, words.OPERATION.pack, words.OPERATION.size, words.LEAVE

    def _bootstrap(self: Any, *args: Any, **kwargs: Any) -> Any:
        role = here.expecting
        if role:
            here.expecting = ""
        else:
            arrived(self)
        if role != words.CHILD:
            watch_work(self)
        code = original(self, *args, **kwargs)
        moment = now()
        status = code & 0xFF if isinstance(code, int) else 1
        recorder.write(pack(size, leave, 0, 0, 0, 0, 0, 0, moment, moment, status))
        return code

    return _bootstrap
