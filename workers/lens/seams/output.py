"""Output: which process printed what, at which line and when; the system only knows when a buffer was written out."""

from __future__ import annotations

import builtins
import sys
from time import perf_counter_ns as now

from .. import vocabulary as words
from .. import wrap
from ..where import place

TYPE_CHECKING = False  # typing takes longer to import than all of the lens
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def observe() -> None:
    """Observe print(). What is written to sys.stdout directly is attributed by the system alone."""
    wrap.put(builtins, "print", _printing(builtins.print))


def _printing(original: Callable[..., None]) -> Callable[..., None]:
    code = words.CODES["print"]

    def print(*values: Any, **options: Any) -> None:  # noqa: A001 (its name shows in an error about its arguments)
        began = now()
        where = place(sys._getframe().f_back)
        try:
            original(*values, **options)
        except BaseException as error:
            error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
            wrap.record(code, where, 0, began, words.RAISED | words.AS_TEXT, 0, wrap.spell_error(error))
            raise
        if options.get("file") is None or options["file"] is sys.stdout or options["file"] is sys.stderr:
            said = " ".join(value[:60] if type(value) is str else wrap.spell(value).decode() for value in values[:4])
            wrap.record(code, where, 0, began, words.DONE | words.AS_TEXT, 0, said.encode("utf-8", "backslashreplace"))

    return print
