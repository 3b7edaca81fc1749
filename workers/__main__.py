"""The terminal front end: `python -m workers list`, `run`, `export` and more; `--help` shows them.

A usage error is one line on stderr that says what to do, and exit code 2.
"""

import argparse
import sys
from collections.abc import Callable, Sequence

from workers.commands import explore, export, listing, replay, run
from workers.commands.usage import Parser, UsageError

USAGE_ERROR = 2
COMMANDS = (listing, run, explore, replay, export)


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command line; gives the exit code."""
    try:
        ours, scripts = _divided(sys.argv[1:] if arguments is None else list(arguments))
        options = _parser().parse_args(ours, argparse.Namespace(arguments=scripts))
        command: Callable[[argparse.Namespace], int] = options.command
        return command(options)
    except UsageError as error:
        print(f"ipc-lab: {error}", file=sys.stderr)
        return USAGE_ERROR
    except BrokenPipeError:  # the reader of our output has had enough, as `head` does
        return 1


def _divided(arguments: list[str]) -> tuple[list[str], list[str]]:
    """What is ours and what, behind the first "--", is the script's."""
    if "--" not in arguments:
        return arguments, []
    border = arguments.index("--")
    return arguments[:border], arguments[border + 1 :]


def _parser() -> Parser:
    parser = Parser(prog="python -m workers", description="Run multiprocessing experiments and scripts in a terminal.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.register(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
