"""What every test stands on: a display to open windows on, and settings that are not those of the person testing."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SCREEN = "1920x1080x24"  # large enough for each size of window that is tested


@pytest.fixture(scope="session", autouse=True)
def display() -> Iterator[None]:
    """A virtual display for the session, where there is none; ended with it."""
    if not sys.platform.startswith("linux") or os.environ.get("DISPLAY"):
        yield
        return
    server = shutil.which("Xvfb")
    if server is None:
        pytest.exit("There is no display, and no Xvfb to make one: install xvfb, or run `make test`.", returncode=1)
    # The server itself finds a free number and writes it once it takes connections.
    read_end, write_end = os.pipe()
    command = [server, "-displayfd", str(write_end), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    with (
        pytest.MonkeyPatch.context() as patch,
        subprocess.Popen(command, pass_fds=[write_end], stderr=subprocess.DEVNULL) as process,
    ):
        os.close(write_end)
        with os.fdopen(read_end) as announced:
            number = announced.readline().strip()
        try:
            assert number, f"Xvfb ended with exit code {process.wait()} before it took connections"
            patch.setenv("DISPLAY", f":{number}")
            yield
        finally:
            process.terminate()


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> Iterator[None]:
    """Let programs under test be interrupted, also where the shell has told this one to ignore Ctrl+C, as with `&`."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session", autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of the session's own for what programs keep in the person's home: settings, edits, recordings."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            patch.setenv(name, str(home / name.lower()))
        yield home
