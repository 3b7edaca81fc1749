"""The entry: opens the window, and in the executable plays every other role as well.

An executable is one file. There it is also the supervisor and the host of a run, each child that multiprocessing
starts, and the terminal front end. So nothing of the window is imported before it is clear which role is wanted.
"""

import multiprocessing
import sys

TERMINAL_COMMANDS = {"list", "run", "explore", "replay", "export"}
PICTURES = (".svg", ".png")  # what `export` has drawn on this side, for the other one imports nothing of it


def main(arguments: list[str]) -> int:
    """Be what the command line asks for; the exit code."""
    from workers import launch  # noqa: PLC0415

    if arguments[:1] == [launch.FLAG]:
        launch.play(arguments[1:])
        return 0
    if arguments[:1] == ["export"] and any(text.lower().endswith(PICTURES) for text in arguments):
        from desktop.export import main as export  # noqa: PLC0415

        return export(arguments[1:])
    if arguments and arguments[0] in TERMINAL_COMMANDS:
        from workers.__main__ import main as terminal  # noqa: PLC0415

        return terminal(arguments)
    from desktop.app import main as window  # noqa: PLC0415

    return window(arguments)


if __name__ == "__main__":
    # First: where a frozen program was started to be a child of multiprocessing, this does that child's work and exits.
    multiprocessing.freeze_support()
    sys.exit(main(sys.argv[1:]))
