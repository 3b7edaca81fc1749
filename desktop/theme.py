"""The colours of the window, by role. A scene or a view names a role; a palette says what it is today.

`ink` is text, `muted` quieter text, `line` a one-pixel border, `soft` the ground of what is chosen.
"""

from dataclasses import dataclass, fields
from typing import Literal

ThemeName = Literal["light", "dark", "projector"]
THEMES: tuple[ThemeName, ...] = ("light", "dark", "projector")

# Okabe and Ito's colours, which people with any kind of colour vision can tell apart, in an order in which
# neighbours differ most. A process takes one by its order of birth; the script's own process is grey.
PROCESS_COLOURS = ("#E69F00", "#56B4E9", "#009E73", "#CC79A7", "#F0E442", "#0072B2", "#D55E00")


@dataclass(frozen=True)
class Palette:
    """What each colour role is. `border` is the width of lines in units of one pixel at zoom 1."""

    background: str
    surface: str
    sunken: str  # the ground of code and entries
    line: str
    grid: str  # thin lines that only help the eye
    ink: str
    muted: str
    accent: str
    on_accent: str  # text on the accent
    accent_over: str  # the accent under the pointer
    soft: str
    hover: str
    focus: str
    good: str
    warn: str
    bad: str
    bad_soft: str
    bar: str
    bar_faded: str
    selection: str
    keyword: str
    string: str
    number: str
    comment: str
    name: str
    main_process: str
    scrubber: str  # the moment that is looked at
    border: int = 1


PALETTES: dict[ThemeName, Palette] = {
    "light": Palette(
        background="#f6f6f3",
        surface="#ffffff",
        sunken="#fbfbf9",
        line="#e2e2dc",
        grid="#e2e2dc",
        ink="#1d2125",
        muted="#626a73",
        accent="#0b5cad",
        on_accent="#ffffff",
        accent_over="#094a8c",
        soft="#eaf2fb",
        hover="#efefea",
        focus="#0b5cad",
        good="#007a59",
        warn="#8a5a00",
        bad="#b3261e",
        bad_soft="#fceeec",
        bar="#0b5cad",
        bar_faded="#b9cde2",
        selection="#cfe3f8",
        keyword="#7b3fb5",
        string="#1a6e4c",
        number="#a14b00",
        comment="#626a73",
        name="#0b5cad",
        main_process="#7d858e",
        scrubber="#c24a00",
    ),
    "dark": Palette(
        background="#14171a",
        surface="#1c2024",
        sunken="#181b1f",
        line="#2e343a",
        grid="#343b42",
        ink="#eceff1",
        muted="#9aa4ae",
        accent="#6db3ff",
        on_accent="#0f1419",
        accent_over="#93c7ff",
        soft="#21303f",
        hover="#262b30",
        focus="#6db3ff",
        good="#4ac29a",
        warn="#e6b450",
        bad="#ff8a80",
        bad_soft="#3a2322",
        bar="#6db3ff",
        bar_faded="#3a536d",
        selection="#2c4a68",
        keyword="#c9a2f5",
        string="#7fd6a4",
        number="#f5a55c",
        comment="#9aa4ae",
        name="#8fc4ff",
        main_process="#8b949e",
        scrubber="#ff9248",
    ),
    # For a bright room and row twenty: black on white, nothing muted, lines twice as thick.
    "projector": Palette(
        background="#ffffff",
        surface="#ffffff",
        sunken="#ffffff",
        line="#000000",
        grid="#a0a0a0",
        ink="#000000",
        muted="#000000",
        accent="#00309c",
        on_accent="#ffffff",
        accent_over="#001f66",
        soft="#dce8ff",
        hover="#e8e8e8",
        focus="#c2005d",
        good="#005a3c",
        warn="#5c3a00",
        bad="#a00000",
        bad_soft="#ffe3e0",
        bar="#00309c",
        bar_faded="#8fa9dd",
        selection="#ffe066",
        keyword="#5a0fa0",
        string="#00562f",
        number="#8a2f00",
        comment="#303030",
        name="#00309c",
        main_process="#606060",
        scrubber="#c2005d",
        border=2,
    ),
}


def process_colour(palette: Palette, number: int) -> str:
    """The colour of the process that was born as the given number; the host is 0."""
    return palette.main_process if number == 0 else PROCESS_COLOURS[(number - 1) % len(PROCESS_COLOURS)]


def on_process_colour(palette: Palette, number: int) -> str:
    """What text on a process's colour is written in: dark or white, whichever is read more easily."""
    ground = process_colour(palette, number)
    return max("#16191c", "#ffffff", key=lambda ink: contrast(ink, ground))


def colour(palette: Palette, role: str) -> str:
    """What a role is in a palette.

    "process:3" is the colour of the process with number 3, "on_process:3" that of text on it.

    Raises LookupError for a role that does not exist.
    """
    name, _, number = role.partition(":")
    if name == "process":
        return process_colour(palette, int(number))
    if name == "on_process":
        return on_process_colour(palette, int(number))
    if name not in COLOUR_ROLES:
        raise LookupError(f"There is no colour role {role!r}.")
    return str(getattr(palette, name))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours like "#0b5cad" by WCAG 2, from 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour_text: str) -> float:
    channels = (int(colour_text[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


COLOUR_ROLES = frozenset(f.name for f in fields(Palette)) - {"border"}
