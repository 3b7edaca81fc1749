"""How wide a text is about, where no font can be asked: for drawing without a window.

The widths are those of common sans-serif faces, in thousandths of the size; a viewer's own font differs by a few per
cent. Chinese characters are as wide as they are high.
"""

import unicodedata
from functools import lru_cache

from desktop.scenes.shapes import TextStyle

_SIZES: dict[TextStyle, int] = {"text": 14, "bold": 14, "small": 12, "small_bold": 12, "code": 13}
_NARROW, _WIDE = "iljI.,:;'|!()[]{}/\\ ft-\"r", "mwMW@%&…—"
_BOLD, _LINE = 1.06, 1.36


class Estimate:
    """A `Measure` that needs no font, for a zoom."""

    def __init__(self, zoom: float = 1.0) -> None:
        self._zoom = zoom

    def __call__(self, text: str, style: TextStyle) -> tuple[float, float]:
        """Width and height of one line, in pixels."""
        size = _SIZES[style] * self._zoom
        if style == "code":
            width = sum(2 if _is_wide(letter) else 1 for letter in text) * 0.602
        else:
            width = sum(map(_width, text)) * (_BOLD if style.endswith("bold") else 1.0)
        return width * size, size * _LINE


@lru_cache(1024)
def _width(letter: str) -> float:
    if _is_wide(letter):
        return 1.0
    if letter in _NARROW:
        return 0.34
    if letter in _WIDE:
        return 0.9
    return 0.66 if letter.isupper() else 0.57


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in {"W", "F"}
