"""A virtual display of a given size, for as long as it is needed."""

import contextlib
import os
import subprocess
from collections.abc import Iterator


@contextlib.contextmanager
def virtual_display(width: int, height: int) -> Iterator[str]:
    """Start Xvfb on a free number, give the display's name, and end it."""
    read_end, write_end = os.pipe()
    screen = ["-screen", "0", f"{width}x{height}x24", "-dpi", "96"]
    command = ["Xvfb", "-displayfd", str(write_end), *screen, "-nolisten", "tcp"]
    with subprocess.Popen(
        command, pass_fds=[write_end], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        os.close(write_end)
        with os.fdopen(read_end) as announced:
            number = announced.readline().strip()
        try:
            yield f":{number}"
        finally:
            server.terminate()
