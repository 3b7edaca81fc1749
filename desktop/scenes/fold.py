"""Folding a label onto lines of a given width, in Chinese and in English."""

import re

from desktop.scenes.shapes import Measure, TextStyle

# A Latin word, a run of blanks, or one character of anything else: Chinese may break between any two characters.
_PIECES = re.compile(r"[\w.,:()=%+/'-]+|\s+|.", re.ASCII)


def fold(text: str, width: float, measure: Measure, style: TextStyle = "small", at_most: int = 3) -> tuple[str, ...]:
    """The lines of a text, none wider than `width` pixels, and not more than `at_most`; what is cut ends in "…"."""
    lines: list[str] = [""]
    for piece in _PIECES.findall(text.strip()):
        if measure((lines[-1] + piece).rstrip(), style)[0] <= width or not lines[-1].strip():
            lines[-1] += piece
        else:
            lines.append(piece.lstrip())
    lines = [line.strip() for line in lines if line.strip()] or [""]
    cut = len(lines) > at_most
    lines = lines[:at_most]
    return tuple(
        shortened(line + ("…" if cut and i == len(lines) - 1 else ""), width, measure, style)
        for i, line in enumerate(lines)
    )


def shortened(text: str, width: float, measure: Measure, style: TextStyle) -> str:
    """The text if it fits into `width` pixels, otherwise as much of it as fits, ending in "…"."""
    if measure(text, style)[0] <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle] + "…", style)[0] <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low] + "…"


def fits(text: str, width: float, measure: Measure, style: TextStyle = "small", at_most: int = 3) -> bool:
    """Whether the text can be folded into that space with nothing of it cut."""
    return "".join(fold(text, width, measure, style, at_most)).replace(" ", "") == re.sub(r"\s", "", text)
