"""Real windows for tests, and waiting until something is so."""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from desktop.exploring import SearchLike
from desktop.garbage import freeze_garbage
from desktop.progress import ProgressFile
from desktop.runner import SessionLike
from desktop.scripts import Drafts
from desktop.settings import SettingsFile
from desktop.shelf import Shelf
from desktop.views.look import Look
from desktop.views.root import open_root
from desktop.window import Window
from desktop.words import Language
from workers.catalog import Experiment, experiments
from workers.explore import Plan
from workers.search import Search
from workers.session import Run, Session

PATIENCE = 60.0  # seconds that a test waits for a condition before it fails


@contextlib.contextmanager
def open_window(
    width: int = 1280,
    height: int = 800,
    *,
    start_session: Callable[[Run], SessionLike] = Session,
    start_search: Callable[[Plan], SearchLike] = Search,
    offered: Sequence[Experiment] | None = None,
    watch: bool = False,
    language: Language = "en",
    home: Path | None = None,
    frozen: bool = False,
) -> Iterator[Window]:
    """A window in sight, of that size, at the top left. Closed at the end; an error in a callback fails the test."""
    root = open_root()
    settings = SettingsFile(home / "settings.json" if home else None)
    settings.now = replace(settings.now, watch=watch)
    look = Look(root, settings.now.theme, settings.now.zoom, language)
    shelf = Shelf(experiments() if offered is None else offered, Drafts(home / "drafts" if home else None))
    progress = ProgressFile(home / "progress.json" if home else None)
    window = Window(look, shelf, settings, start_session, start_search=start_search, progress=progress)
    errors: list[BaseException] = []
    root.report_callback_exception = lambda _kind, value, _trace: errors.append(value)
    root.geometry(f"{width}x{height}+0+0")
    root.deiconify()
    try:
        wait_for(window, lambda: bool(root.winfo_viewable()) and root.winfo_width() == width)
        settle(window)
        if frozen:
            freeze_garbage()
        yield window
        if errors:
            raise errors[0]
    finally:
        if _alive(window):
            window.close()


def wait_for(window: Window, condition: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Let the window live until something is so. Raises TimeoutError if it does not become so."""
    until = time.monotonic() + patience
    # A blocking wait for the next event, which the poller's tick always brings soon.
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError("what the test waits for did not come")
        window.root.tk.dooneevent(0)


def settle(window: Window) -> None:
    """Let the window do all that it has to do at the moment."""
    for _ in range(3):
        window.root.update()


def run_to_end(window: Window, times: int = 1) -> None:
    """Press Run, and wait for the end."""
    window.run(times)
    wait_for(window, lambda: not window.runner.running)
    settle(window)


def _alive(window: Window) -> bool:
    try:
        return bool(window.root.winfo_exists())
    except Exception:
        return False
