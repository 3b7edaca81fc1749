"""A recording as a picture in a file, without a window: what the stage would show.

For the terminal front end too, so nothing here needs a display.
"""

import argparse
import sys
from pathlib import Path
from typing import NamedTuple

from desktop.paint.png import png
from desktop.paint.svg import svg
from desktop.recording import Recording
from desktop.scenes.shapes import Scene
from desktop.scenes.type_widths import Estimate
from desktop.stage import KINDS, Kind, Room, Stage
from desktop.theme import PALETTES, THEMES, ThemeName
from desktop.words import LANGUAGES, Language, Words
from workers import archive

PICTURES = (".svg", ".png")
MARGIN = 12.0  # pixels around the drawing
LEAST, TALLEST = 160.0, 4000.0  # heights that a timeline may choose for itself


class Wanted(NamedTuple):
    """How the picture is to be. `at` is the moment in seconds from the beginning; None is the end.

    `scale` is how many pixels of a PNG there are for one of the drawing's.
    """

    kind: Kind = "timeline"
    language: Language = "en"
    theme: ThemeName = "light"
    width: int = 1280
    height: int | None = None  # None: as high as a timeline needs, otherwise 9/16 of the width
    scale: float = 1.0
    zoom: float = 1.0
    hood: bool = False
    at: float | None = None


AS_USUAL = Wanted()


def export(recording: Path, target: Path, wanted: Wanted = AS_USUAL) -> None:
    """Draw a recording into a file that ends in .svg or .png.

    Raises archive.RecordingError if it cannot be read, ValueError for another ending, OSError if it cannot be written.
    """
    if target.suffix.lower() not in PICTURES:
        raise ValueError(f"A picture is exported to .svg or .png, not to {target.suffix or target.name!r}.")
    read = Recording()
    for entry in archive.entries_of(recording):
        if isinstance(entry, archive.Batch):
            read.tell(entry.events)
    write(*scene_of(read, wanted), target, wanted)


def scene_of(recording: Recording, wanted: Wanted) -> tuple[Scene, tuple[int, int]]:
    """What the stage shows of a recording, and the size of the whole in pixels."""
    stage = Stage()
    stage.show(recording, live=False)
    stage.kind, stage.hood = wanted.kind, wanted.hood
    if wanted.at is not None:
        stage.to(round(wanted.at * 1e9))
    measure, words = Estimate(wanted.zoom), Words(wanted.language)
    height = wanted.height or round(wanted.width * 9 / 16)
    room = Room(wanted.width - 2 * MARGIN, height - 2 * MARGIN, wanted.zoom)
    scene = stage.draw(room, measure, words)
    if wanted.height is None and wanted.kind == "timeline":
        needed = min(TALLEST, max(LEAST, stage.needed + 3 * measure("0", "small")[1]))
        room = room._replace(height=needed)
        scene = stage.draw(room, measure, words)
    return scene, (wanted.width, round(room.height + 2 * MARGIN))


def write(scene: Scene, size: tuple[int, int], target: Path, wanted: Wanted) -> None:
    """Write a scene as what the target's ending says. Raises OSError; the target is not there then, or as it was."""
    palette = PALETTES[wanted.theme]
    if target.suffix.lower() == ".svg":
        data = svg(scene, *size, palette, wanted.language, zoom=wanted.zoom, margin=MARGIN).encode()
    else:
        data = png(scene, *size, palette, wanted.language, zoom=wanted.zoom, margin=MARGIN, scale=wanted.scale)
    partial = target.with_name(f"{target.name}.part")
    try:
        partial.write_bytes(data)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def main(arguments: list[str]) -> int:
    """`export RECORDING --to FILE.svg` or `.png` on the command line; the exit code."""
    parser = argparse.ArgumentParser(prog="ipc-lab export", description="Draw a recording.")
    parser.add_argument("recording", type=Path)
    parser.add_argument("--to", type=Path, required=True, metavar="FILE")
    parser.add_argument("--show", choices=KINDS, default=AS_USUAL.kind)
    parser.add_argument("--language", choices=LANGUAGES, default=AS_USUAL.language)
    parser.add_argument("--theme", choices=THEMES, default=AS_USUAL.theme)
    parser.add_argument("--width", type=int, default=AS_USUAL.width, help="pixels")
    parser.add_argument("--height", type=int, help="pixels")
    parser.add_argument("--scale", type=float, default=AS_USUAL.scale, help="pixels of a PNG for one of the drawing")
    parser.add_argument("--at", type=float, metavar="SECONDS", help="the moment that is shown")
    parser.add_argument("--under-the-hood", dest="hood", action="store_true")
    options = vars(parser.parse_args(arguments))
    recording, target = options.pop("recording"), options.pop("to")
    try:
        export(recording, target, Wanted(kind=options.pop("show"), **options))
    except (archive.RecordingError, ValueError) as error:
        return _complain(str(error))
    except OSError as error:
        return _complain(f"{error.filename or target}: {error.strerror}.")
    print(f"ipc-lab: wrote {target}", file=sys.stderr)  # noqa: T201
    return 0


def _complain(sentence: str) -> int:
    print(f"ipc-lab: {sentence}", file=sys.stderr)  # noqa: T201
    return 2
