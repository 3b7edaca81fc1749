"""Looks at a script before it is run: what Python's compiler would refuse, told with its line."""

import warnings
from typing import NamedTuple


class Fault(NamedTuple):
    """Where a script cannot be compiled, and why, in the compiler's own words. `column` counts from 1; 0: unknown."""

    line: int
    column: int
    reason: str


def syntax_fault(source: str, file_name: str) -> Fault | None:
    """The first fault of a script; None if it compiles. Nothing of the script is run."""
    try:
        with warnings.catch_warnings():
            # Warnings about the script are for the run to print, where they belong to its output.
            warnings.simplefilter("ignore")
            compile(source, file_name, "exec", dont_inherit=True)
    except SyntaxError as error:
        return Fault(error.lineno or 1, error.offset or 0, (error.msg or "invalid syntax").rstrip(".?!"))
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return Fault(1, 0, str(error) or type(error).__name__)
    return None
