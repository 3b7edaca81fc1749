"""What every command shares: how it is asked for, and what is said of a command line that cannot be carried out."""

import argparse
import multiprocessing
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, Protocol

from workers import catalog
from workers.session import can_be_controlled

START_METHODS = ("fork", "spawn", "forkserver")


class UsageError(Exception):
    """The command line cannot be carried out. Its text is one line that says what to do."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError."""
        raise UsageError(f"{message[:1].upper()}{message[1:]}. See `{self.prog} --help`.")


class Commands(Protocol):
    """What argparse's add_subparsers gives."""

    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser:  # noqa: A002 (argparse's own word)
        """Add a command."""


def add_script(parser: argparse.ArgumentParser) -> None:
    """Add what says which script is meant, and with which constants and start method."""
    parser.add_argument("script", metavar="SCRIPT|TOPIC/NAME", help="a file, or an experiment such as pool/apply")
    parser.add_argument(
        "--start-method", choices=START_METHODS, help="how children are started, unless the script says"
    )
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="set a constant of the script")


def script_named(name: str) -> Path:
    """The file of a script or an experiment. Raises UsageError if there is none, or it cannot be read."""
    path = Path(name)
    if path.is_file():
        try:
            path.open("rb").close()
        except OSError as error:
            raise UsageError(f"{name} cannot be read ({error.strerror}). Check its permissions.") from None
        return path
    try:
        return catalog.find(name).path
    except LookupError as error:
        if path.suffix == ".py" or path.exists():
            raise UsageError(f"There is no script file {name}. Check the path and the folder you are in.") from None
        raise UsageError(str(error)) from None


def edited(script: Path, settings: Sequence[str]) -> str | None:
    """The script's text with NAME=VALUE settings made, None if there are none. Raises UsageError if one is wrong."""
    if not settings:
        return None
    try:
        source = script.read_text(encoding="utf-8")
        for setting in settings:
            name, equals, value = setting.partition("=")
            if not equals:
                raise UsageError(f"--set takes NAME=VALUE, and {setting!r} has no '='.")
            source = catalog.with_constant(source, name, value)
    except UnicodeDecodeError:
        raise UsageError(f"{script} is not UTF-8 text, so its constants cannot be set.") from None
    except catalog.ConstantError as error:
        raise UsageError(str(error)) from None
    return source


def needs_control() -> None:
    """Raise UsageError where runs cannot be controlled."""
    if not can_be_controlled():
        raise UsageError("Runs can be stepped, explored and replayed on Linux only.")


def available(start_method: str | None) -> str | None:
    """The start method, if this system has it. Raises UsageError otherwise."""
    offered = multiprocessing.get_all_start_methods()
    if start_method is not None and start_method not in offered:
        raise UsageError(f"This system has no start method {start_method!r}; it has {', '.join(offered)}.")
    return start_method
