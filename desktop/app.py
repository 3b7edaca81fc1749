"""Starts the window: reads the command line and the settings, builds the parts, and runs until it is closed."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.garbage import freeze_garbage
from desktop.scripts import Drafts
from desktop.settings import SettingsFile
from desktop.shelf import Shelf
from desktop.words import LANGUAGES, Words, system_language
from workers.catalog import challenges, experiments
from workers.launch import terminal_command

if TYPE_CHECKING:
    from desktop.window import Window


def main(arguments: Sequence[str]) -> int:
    """Open the window and stay until it is closed; the exit code."""
    options = _parser().parse_args(arguments)
    settings_file = SettingsFile()
    settings = settings_file.now
    words = Words(options.language or settings.language or system_language(dict(os.environ)))
    try:
        # What imports tkinter is imported here, since some Pythons have none, and that needs a sentence.
        from desktop.views.root import NoDisplayError, end_on_signals, open_root, place_root, screen_scale  # noqa: PLC0415
    except ImportError:
        return _fail(words("app.no_tk", command=terminal_command()))
    try:
        root = open_root()
    except NoDisplayError:
        return _fail(words("app.no_display", command=terminal_command()))
    from desktop.driver import drive  # noqa: PLC0415
    from desktop.views.look import Look  # noqa: PLC0415
    from desktop.window import Window  # noqa: PLC0415
    from workers.session import Session  # noqa: PLC0415

    scale = screen_scale(root)
    look = Look(root, settings.theme, settings.zoom * scale, words.language)
    window = Window(look, Shelf((*experiments(), *challenges()), Drafts()), settings_file, Session, scale=scale)
    place_root(root, scale)
    end_on_signals(root, window.close)
    if options.script:
        _show(window, options.script)
    drive(window, run=options.run, report=options.report)
    freeze_garbage()
    root.mainloop()
    return 0


def _show(window: "Window", name: str) -> None:
    """Show the experiment TOPIC/NAME, or the script at a path."""
    keys = {experiment.key for experiment in experiments()}
    path = Path(name)
    if path.exists() or path.suffix or name.count("/") != 1:
        window.open_script(path)
    elif name in keys:
        window.choose_script(name)
    else:
        window.say("script.unknown", {"name": name})


def _fail(sentence: str) -> int:
    if sys.stderr is not None:
        print(sentence, file=sys.stderr)  # noqa: T201
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m desktop", description="Opens the window of IPC Lab.")
    parser.add_argument("script", nargs="?", metavar="SCRIPT|TOPIC/NAME", help="what to show; it is not run by that")
    parser.add_argument("--language", choices=LANGUAGES, help="the language of the window, this time")
    automation = parser.add_argument_group("for automation")
    automation.add_argument("--run", action="store_true", help="press Run when the window is open")
    automation.add_argument(
        "--report",
        metavar="FILE",
        type=Path,
        help="when the run has ended, write what the window shows as JSON, and quit",
    )
    return parser
