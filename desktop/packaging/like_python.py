"""Runs first in every process of the executable, and lets a script find there what `python FILE` would give it.

The interpreter inside an executable ignores the environment and leaves out the site module. A run needs of the first
PYTHONUNBUFFERED and PYTHONIOENCODING: what a terminated pool worker still holds in a buffer would never be seen. Of
the second, scripts use exit() and quit().
"""

import io
import os
import site
import sys

site.setquit()
site.sethelper()

if os.environ.get("PYTHONUNBUFFERED"):
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):  # None in a program for Windows that has no console
            encoding = os.environ.get("PYTHONIOENCODING") or stream.encoding
            errors = stream.errors
            # As CPython does it for `python -u`: no buffer between the text and the file.
            raw = stream.detach().detach()
            stream = io.TextIOWrapper(raw, encoding, errors, newline="\n", write_through=True)
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)
