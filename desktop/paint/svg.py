"""Paints a scene as an SVG, as it was seen: the same shapes, colours and texts."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from desktop.scenes.shapes import Arrow, Box, Disc, Line, Polyline, Scene, Shape, Text, TextStyle
from desktop.theme import Palette, colour
from desktop.words import Language

# Families that the texts may be drawn in; the first that is there is taken.
_FAMILIES: dict[Language, str] = {
    "en": "'Segoe UI', 'Helvetica Neue', 'Noto Sans', 'DejaVu Sans', 'Noto Sans CJK SC', sans-serif",
    "zh-Hant": "'Microsoft JhengHei UI', 'PingFang TC', 'Noto Sans CJK TC', 'Noto Sans TC', sans-serif",
    "zh-Hans": "'Microsoft YaHei UI', 'PingFang SC', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif",
}
_CODE = "'Cascadia Mono', Consolas, Menlo, 'DejaVu Sans Mono', 'Noto Sans Mono', monospace"
_SIZES: dict[TextStyle, tuple[int, str]] = {
    "text": (14, "400"),
    "bold": (14, "700"),
    "small": (12, "400"),
    "small_bold": (12, "700"),
    "code": (13, "400"),
}
_NOT_XML = dict.fromkeys((*range(32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)), "·")
_DASH = ' stroke-dasharray="4 3"'


def svg(
    scene: Scene,
    width: float,
    height: float,
    palette: Palette,
    language: Language,
    *,
    zoom: float = 1.0,
    margin: float = 0.0,
) -> str:
    """A scene as the text of an SVG of that many pixels, its top left `margin` pixels from that of the SVG."""
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
            f'viewBox="0 0 {width:g} {height:g}" lang="{language}">',
            f'<rect width="{width:g}" height="{height:g}" fill="{palette.surface}"/>',
            f'<g transform="translate({margin:g} {margin:g})">',
            *(part for shape in scene for part in _one(shape, palette, language, zoom)),
            "</g>\n</svg>\n",
        )
    )


def _one(shape: Shape, palette: Palette, language: Language, zoom: float) -> Iterator[str]:
    match shape:
        case Box(left, top, right, bottom, fill, outline, width, dash):
            yield (
                f'<rect x="{left:.2f}" y="{top:.2f}" width="{max(0.0, right - left):.2f}" '
                f'height="{max(0.0, bottom - top):.2f}"{_fill(palette, fill)}'
                f"{_stroke(palette, outline, width * palette.border, dash)}/>"
            )
        case Line(x1, y1, x2, y2, role, width, dash):
            yield f"<path d={_path((x1, y1), (x2, y2))}{_stroke(palette, role, width * palette.border, dash)}/>"
        case Arrow(x1, y1, x2, y2, role, width):
            yield from _arrow(shape, palette)
        case Polyline(points, role, width, fill):
            close = "Z" if fill else ""
            path = _path(*points)[:-1] + close + '"'
            yield f"<path d={path}{_fill(palette, fill)}{_stroke(palette, role, width * palette.border)}/>"
        case Disc(x, y, radius, fill, outline):
            yield (
                f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}"{_fill(palette, fill)}'
                f"{_stroke(palette, outline, palette.border)}/>"
            )
        case Text():
            yield from _text(shape, palette, language, zoom)


def _fill(palette: Palette, role: str) -> str:
    return f' fill="{colour(palette, role)}"' if role else ' fill="none"'


def _stroke(palette: Palette, role: str, width: float, dash: bool = False) -> str:
    if not role:
        return ' stroke="none"'
    return f' stroke="{colour(palette, role)}" stroke-width="{width:g}"{_DASH if dash else ""}'


def _path(*points: tuple[float, float]) -> str:
    return '"M' + "L".join(f"{x:.2f} {y:.2f}" for x, y in points) + '"'


def _arrow(arrow: Arrow, palette: Palette) -> Iterator[str]:
    """A line and a filled head, as Tk draws them."""
    x1, y1, x2, y2 = arrow.x1, arrow.y1, arrow.x2, arrow.y2
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 or 1.0
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    width = arrow.width * palette.border
    long, half = 8.0, 3.0 + width / 2
    base = x2 - dx * long, y2 - dy * long
    head = ((x2, y2), (base[0] - dy * half, base[1] + dx * half), (base[0] + dy * half, base[1] - dx * half))
    yield f"<path d={_path((x1, y1), base)}{_stroke(palette, arrow.colour, width)}/>"
    yield f"<path d={_path(*head)}{_fill(palette, arrow.colour)}/>"


def _text(text: Text, palette: Palette, language: Language, zoom: float) -> Iterator[str]:
    size, weight = _SIZES[text.style]
    size_px, lines = size * zoom, text.text.split("\n")
    height = size_px * 1.36
    families = _CODE if text.style == "code" else _FAMILIES[language]
    side = "start" if "w" in text.anchor else "end" if text.anchor in {"e", "ne", "se"} else "middle"
    above = {"n": 0.0, "s": 1.0}.get(text.anchor[0], 0.5) if text.anchor not in {"w", "e", "center"} else 0.5
    # The baseline lies about a third of the letters' height below their middle.
    first = text.y - above * height * len(lines) + height / 2 + size_px * 0.35
    for i, line in enumerate(lines):
        yield (
            f'<text x="{text.x:.2f}" y="{first + i * height:.2f}" font-family={quoteattr(families)} '
            f'font-size="{size_px:g}" font-weight="{weight}" text-anchor="{side}"{_fill(palette, text.colour)} '
            f'xml:space="preserve">{escape(line.translate(_NOT_XML))}</text>'
        )
