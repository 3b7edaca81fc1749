"""Icons as shapes: many fonts lack the glyphs and show boxes in their place, and shapes can be of any size.

An icon is a list of polygons on a square of 16 units, filled where an odd number of them overlap. It becomes a PNG
with smooth edges: each pixel is as opaque as it is covered.
"""

import itertools
import math
import struct
import zlib
from collections.abc import Sequence

Point = tuple[float, float]
Polygon = Sequence[Point]
_ROWS = 4  # sample rows in a pixel; along a row the coverage is exact


def stroke(points: Sequence[Point], width: float = 1.8) -> list[Polygon]:
    """A line through points as polygons, one for each leg."""
    legs: list[Polygon] = []
    for (x1, y1), (x2, y2) in itertools.pairwise(points):
        length = math.hypot(x2 - x1, y2 - y1)
        dx, dy = (x2 - x1) / length * width / 2, (y2 - y1) / length * width / 2
        # Each leg is a little longer than it is, so that corners close.
        legs.append(
            [
                (x1 - dx - dy, y1 - dy + dx),
                (x2 + dx - dy, y2 + dy + dx),
                (x2 + dx + dy, y2 + dy - dx),
                (x1 - dx + dy, y1 - dy - dx),
            ]
        )
    return legs


def circle(x: float, y: float, radius: float) -> Polygon:
    """A circle, near enough."""
    turns = [i * math.tau / 32 for i in range(32)]
    return [(x + radius * math.cos(t), y + radius * math.sin(t)) for t in turns]


def half_circle(x: float, y: float, radius: float) -> Polygon:
    """The left half of a circle."""
    turns = [math.pi / 2 + i * math.pi / 16 for i in range(17)]
    return [(x + radius * math.cos(t), y + radius * math.sin(t)) for t in turns]


def square(left: float, top: float, right: float, bottom: float) -> Polygon:
    """A rectangle."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


ICONS: dict[str, list[Polygon]] = {
    "run": [[(4, 2.5), (13.5, 8), (4, 13.5)]],
    "stop": [square(3.5, 3.5, 12.5, 12.5)],
    "pause": [square(3.5, 3, 6.7, 13), square(9.3, 3, 12.5, 13)],
    "earlier": [square(2.5, 3, 4.7, 13), [(13.5, 3), (13.5, 13), (5.7, 8)]],
    "later": [square(11.3, 3, 13.5, 13), [(2.5, 3), (2.5, 13), (10.3, 8)]],
    "loop": [
        *stroke([(12.5, 6.5), (12.5, 4), (3.2, 4), (3.2, 8)], 1.6),
        *stroke([(3.5, 9.5), (3.5, 12), (12.8, 12), (12.8, 8)], 1.6),
        [(9.7, 7), (15.3, 7), (12.5, 3.6)],
        [(0.7, 9), (6.3, 9), (3.5, 12.4)],
    ],
    "down": stroke([(4, 6), (8, 10), (12, 6)]),
    "check": stroke([(3, 8.5), (6.5, 12), (13, 4.5)], 2),
    "close": [*stroke([(4, 4), (12, 12)]), *stroke([(12, 4), (4, 12)])],
    "ring": [circle(8, 8, 5.5), circle(8, 8, 4.4)],
    "half": [circle(8, 8, 5.5), circle(8, 8, 4.4), half_circle(8, 8, 4.4)],
    "disc": [circle(8, 8, 5.5)],
    "radio": [circle(8, 8, 6), circle(8, 8, 4.8), circle(8, 8, 2.8)],
    "warning": [
        [(8, 1.5), (15.2, 14.2), (0.8, 14.2)],
        [(8, 4.4), (12.7, 12.8), (3.3, 12.8)],
        square(7.3, 7, 8.7, 10),
        square(7.3, 10.7, 8.7, 11.9),
    ],
    "info": [circle(8, 8, 7), circle(8, 8, 5.8), square(7.3, 7, 8.7, 11.5), square(7.3, 4.4, 8.7, 5.8)],
    "full": [
        *stroke([(3, 6.5), (3, 3), (6.5, 3)], 1.6),
        *stroke([(9.5, 3), (13, 3), (13, 6.5)], 1.6),
        *stroke([(13, 9.5), (13, 13), (9.5, 13)], 1.6),
        *stroke([(6.5, 13), (3, 13), (3, 9.5)], 1.6),
    ],
    "menu": [square(2.5, 3.5, 13.5, 5), square(2.5, 7.25, 13.5, 8.75), square(2.5, 11, 13.5, 12.5)],
    "box": [square(1.5, 1.5, 14.5, 14.5), square(2.7, 2.7, 13.3, 13.3)],
    "box_checked": [square(1.5, 1.5, 14.5, 14.5), *stroke([(4.2, 8.2), (7, 11), (12, 5)], 1.8)],
}
# Strokes overlap where they meet; there the union is meant, not the difference.
_UNION = {"down", "check", "close", "full", "loop"}


def png(name: str, size: int, colour: str) -> bytes:
    """An icon as a PNG of that many pixels a side, in one colour such as "#0b5cad", on nothing."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    rows = []
    for alphas in coverage(ICONS[name], size, union=name in _UNION):
        pixels = bytearray()
        for alpha in alphas:
            pixels += bytes((red, green, blue, alpha))
        rows.append(b"\0" + bytes(pixels))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    body = zlib.compress(b"".join(rows))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def coverage(polygons: Sequence[Polygon], size: int, *, union: bool = False) -> list[list[int]]:
    """How much of each pixel is covered, 0 to 255, row by row."""
    unit = size / 16
    totals = [[0.0] * size for _ in range(size)]
    groups = [[polygon] for polygon in polygons] if union else [list(polygons)]
    for row in range(size * _ROWS):
        y = (row + 0.5) / _ROWS / unit
        spans = [span for group in groups for span in _spans(group, y)]
        for left, right in _joined(spans):
            _cover(totals[row // _ROWS], left * unit, right * unit)
    return [[min(255, round(255 * total / _ROWS)) for total in line] for line in totals]


def _spans(polygons: Sequence[Polygon], y: float) -> list[tuple[float, float]]:
    crossings: list[float] = []
    for polygon in polygons:
        for (x1, y1), (x2, y2) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
            if (y1 <= y) != (y2 <= y):
                crossings.append(x1 + (y - y1) / (y2 - y1) * (x2 - x1))
    crossings.sort()
    return list(zip(crossings[::2], crossings[1::2], strict=True))


def _joined(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if joined and left <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(right, joined[-1][1]))
        else:
            joined.append((left, right))
    return joined


def _cover(line: list[float], left: float, right: float) -> None:
    left, right = max(0.0, left), min(float(len(line)), right)
    for x in range(int(left), min(len(line), math.ceil(right))):
        line[x] += min(right, x + 1) - max(left, x)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
