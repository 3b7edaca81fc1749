"""Numbers as people read them: 1.2 ms, 3.4 s, 12 MB, 41 000."""

import math

_OF_TIME, _OF_SIZE = frozenset({"second", "seconds", "s"}), frozenset({"byte", "bytes", "B"})
_SECONDS = ((1e-9, "ns"), (1e-6, "µs"), (1e-3, "ms"), (1.0, "s"))
_BYTES = ((1.0, "B"), (1e3, "kB"), (1e6, "MB"), (1e9, "GB"))


def written(value: float, unit: str = "") -> str:
    """A value with its unit in about three digits. "seconds" and "bytes" are scaled, other units are appended."""
    if not math.isfinite(value):
        return "–"
    if unit in _OF_TIME:
        return _scaled(value, _SECONDS)
    if unit in _OF_SIZE:
        return _scaled(value, _BYTES)
    number = digits(value)
    return f"{number} {unit}" if unit else number


def is_scaled(unit: str) -> bool:
    """Whether a unit is written in steps such as ms and s, beside each number."""
    return unit in _OF_TIME | _OF_SIZE


def digits(value: float) -> str:
    """A bare number in about three digits; whole numbers in full, in groups of three."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}".replace(",", "\N{NARROW NO-BREAK SPACE}") if abs(value) >= 10_000 else str(int(value))
    if 0.001 <= abs(value) < 1e6:
        return digits(round(value)) if abs(value) >= 1000 else _three(value)
    return f"{value:.2e}"


def _three(value: float) -> str:
    places = 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    if abs(value) < 0.1:
        places = 4
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scaled(value: float, scale: tuple[tuple[float, str], ...]) -> str:
    if value == 0:
        return f"0 {scale[0][1] if scale is _BYTES else 's'}"
    size = abs(value)
    # 0.9995 of a step already rounds up to the next unit: 999.6 ms is 1 s.
    factor, name = next((step for step in reversed(scale) if size >= step[0] * 0.9995), scale[0])
    return f"{_three(value / factor)} {name}"
