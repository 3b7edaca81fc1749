"""`export`: turn a recording into a trace or a table."""

import argparse
import subprocess
import sys
from pathlib import Path

from workers import archive, launch
from workers.commands.usage import Commands, UsageError

PICTURES = (".svg", ".png")


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("export", help="turn a recording into a trace, a table or a picture")
    parser.add_argument("recording", type=Path, metavar="RECORDING", help="a file that `run --record` wrote")
    parser.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar="FILE",
        help="its ending says what: .json a trace for Perfetto, .csv a table, .svg or .png the timeline",
    )
    parser.set_defaults(command=_export)


def _export(options: argparse.Namespace) -> int:
    target: Path = options.to
    try:
        if target.suffix.lower() in PICTURES:
            # Pictures are drawn by the window's side, which this side does not import.
            return subprocess.run(
                launch.picture_command(options.recording, target), cwd=launch.ROOT, check=False
            ).returncode
        archive.export(options.recording, target)
    except (archive.RecordingError, ValueError) as error:
        raise UsageError(str(error)) from None
    except OSError as error:
        raise UsageError(f"{error.filename or target}: {error.strerror}.") from None
    print(f"ipc-lab: wrote {target}", file=sys.stderr)
    return 0
