"""Draws the program's icon from shapes, and writes it in the formats that Linux, Windows and macOS want.

`python -m desktop.icons.draw` writes ipc-lab.png, .ico and .icns beside this file. Two processes, a pipe that joins
them, and a message in it. A shape is a function from a point to its signed distance in units of the picture's
side: negative inside, so that an edge can be smoothed without drawing anything larger.
"""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
PNG_SIZE = 256
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
# The kinds of picture in an .icns file that hold a PNG, and their sides in pixels.
ICNS_KINDS = ((b"icp4", 16), (b"icp5", 32), (b"ic07", 128), (b"ic08", 256), (b"ic09", 512), (b"ic12", 64))

Color = tuple[int, int, int]
Distance = Callable[[float, float], float]

BLUE: Color = (0x0B, 0x5C, 0xAD)
WHITE: Color = (0xFF, 0xFF, 0xFF)
ORANGE: Color = (0xE6, 0x9F, 0x00)
SKY: Color = (0x56, 0xB4, 0xE9)


class Shape(NamedTuple):
    """What is painted, in the order of painting."""

    distance: Distance
    color: Color


def rounded_box(left: float, top: float, right: float, bottom: float, radius: float) -> Distance:
    """A box with round corners."""
    center_x, center_y = (left + right) / 2, (top + bottom) / 2
    reach_x, reach_y = (right - left) / 2 - radius, (bottom - top) / 2 - radius

    def distance(x: float, y: float) -> float:
        beyond_x, beyond_y = abs(x - center_x) - reach_x, abs(y - center_y) - reach_y
        corner = (max(beyond_x, 0.0) ** 2 + max(beyond_y, 0.0) ** 2) ** 0.5
        return float(corner + min(max(beyond_x, beyond_y), 0.0) - radius)

    return distance


SHAPES = (
    Shape(rounded_box(0.02, 0.02, 0.98, 0.98, 0.20), BLUE),
    Shape(rounded_box(0.26, 0.40, 0.38, 0.74, 0.06), WHITE),
    Shape(rounded_box(0.26, 0.62, 0.60, 0.74, 0.06), WHITE),
    Shape(rounded_box(0.14, 0.15, 0.50, 0.47, 0.07), ORANGE),
    Shape(rounded_box(0.52, 0.52, 0.88, 0.84, 0.07), SKY),
    Shape(rounded_box(0.28, 0.64, 0.36, 0.72, 0.04), BLUE),
)


def pixel(x: float, y: float, side: int) -> bytes:
    """The color and opacity at a point, four bytes."""
    red = green = blue = opacity = 0.0
    for shape in SHAPES:
        cover = min(max(0.5 - shape.distance(x, y) * side, 0.0), 1.0)
        if cover:
            red, green, blue = (
                old + (new - old) * (cover if opacity else 1.0)
                for old, new in zip((red, green, blue), shape.color, strict=True)
            )
            opacity += (1.0 - opacity) * cover
    return bytes((round(red), round(green), round(blue), round(opacity * 255)))


def png(side: int) -> bytes:
    """The icon as a PNG file, `side` pixels high and wide."""
    places = [(index + 0.5) / side for index in range(side)]
    rows = b"".join(b"\0" + b"".join(pixel(x, y, side) for x in places) for y in places)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def ico(sides: tuple[int, ...]) -> bytes:
    """A Windows icon file with a picture for each size; a side of 256 is written as 0 there."""
    pictures = [png(side) for side in sides]
    offset = 6 + 16 * len(sides)
    entries = []
    for side, picture in zip(sides, pictures, strict=True):
        entries.append(struct.pack("<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, len(picture), offset))
        offset += len(picture)
    return struct.pack("<HHH", 0, 1, len(sides)) + b"".join(entries) + b"".join(pictures)


def icns(kinds: tuple[tuple[bytes, int], ...]) -> bytes:
    """A macOS icon file with a picture for each kind."""
    pictures = [(kind, png(side)) for kind, side in kinds]
    body = b"".join(kind + struct.pack(">I", 8 + len(picture)) + picture for kind, picture in pictures)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def main() -> None:
    """Write the three files."""
    (FOLDER / "ipc-lab.png").write_bytes(png(PNG_SIZE))
    (FOLDER / "ipc-lab.ico").write_bytes(ico(ICO_SIZES))
    (FOLDER / "ipc-lab.icns").write_bytes(icns(ICNS_KINDS))


if __name__ == "__main__":
    main()
