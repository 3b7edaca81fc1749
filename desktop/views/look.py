"""How the window looks at this moment: its theme, zoom, fonts and words, and who must hear when they change.

A view takes a Look, dresses itself in it, and dresses again when it changes: `look.dress(self, self._dress)`.
"""

import tkinter as tk
from collections.abc import Callable
from functools import cache
from tkinter import font, ttk

from desktop.paint.icons import png
from desktop.scenes.shapes import TextStyle
from desktop.theme import PALETTES, Palette, ThemeName
from desktop.views.ttk_theme import use_ttk_theme
from desktop.words import Language, Words
from desktop.wrapping import wrapped_text

# The first family that is there is taken; Tk takes one of its own where none is. Of Noto's families for East Asia the
# Korean one has quotation marks as narrow as English wants them.
_TEXT_FAMILIES: dict[Language, tuple[str, ...]] = {
    "en": ("Segoe UI", "SF Pro Text", "Helvetica Neue", "Noto Sans", "Noto Sans CJK KR", "DejaVu Sans"),
    "zh-Hant": ("Microsoft JhengHei UI", "PingFang TC", "Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC"),
    "zh-Hans": ("Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC"),
}
_CODE_FAMILIES = (
    "Cascadia Mono",
    "Consolas",
    "SF Mono",
    "Menlo",
    "JetBrains Mono",
    "DejaVu Sans Mono",
    "Noto Sans Mono",
)
_SIZES: dict[str, tuple[int, str]] = {  # pixels at zoom 1, and weight
    "text": (14, "normal"),
    "bold": (14, "bold"),
    "title": (19, "bold"),
    "small": (12, "normal"),
    "small_bold": (12, "bold"),
    "code": (13, "normal"),
    "code_bold": (13, "bold"),
}


class Look:
    """Everything that a view needs to dress. Lengths are given in pixels at zoom 1, and multiplied by `px`."""

    def __init__(self, root: tk.Tk, theme: ThemeName, zoom: float, language: Language) -> None:
        self.root = root
        self.words = Words(language)
        self.theme, self.zoom = theme, zoom
        self._families = frozenset(font.families(root))
        self._fonts = {name: font.Font(root, name=f"lab.{name}", exists=False) for name in _SIZES}
        self._images: dict[tuple[str, int, str], tk.PhotoImage] = {}
        self._dressed: dict[str, tuple[tk.Misc, Callable[[], None]]] = {}
        self._apply()

    @property
    def palette(self) -> Palette:
        """The colours of the theme."""
        return PALETTES[self.theme]

    @property
    def border(self) -> int:
        """The width of a thin line, in pixels."""
        return max(1, round(self.palette.border * self.zoom / 1.25))

    @property
    def scene_fonts(self) -> dict[TextStyle, str]:
        """The named font for each style of text in a scene."""
        styles: tuple[TextStyle, ...] = ("text", "bold", "small", "small_bold", "code")
        return {style: f"lab.{style}" for style in styles}

    def px(self, length: float) -> int:
        """A length in pixels at this zoom."""
        return max(1, round(length * self.zoom)) if length else 0

    def measure(self, text: str, style: str) -> tuple[float, float]:
        """The width and height of one line of text, in pixels."""
        named = self._fonts[style]
        return named.measure(text), named.metrics("linespace")

    def word(self, name: str) -> str:
        """A word in the language of the moment."""
        return self.words(name)

    def fold(self, text: str, width: float, style: str = "text") -> str:
        """A text with line ends where it breaks in so many pixels."""
        return wrapped_text(text, width, cache(self._fonts[style].measure))

    def icon(self, name: str, colour: str, size: int = 16) -> tk.PhotoImage:
        """An icon in a colour, of `size` pixels at zoom 1."""
        key = (name, self.px(size), colour)
        if key not in self._images:
            self._images[key] = tk.PhotoImage(master=self.root, data=png(*key), format="png")
        return self._images[key]

    def dress(self, widget: tk.Misc, how: Callable[[], None]) -> None:
        """Call `how` now, and whenever the look changes while the widget lives."""
        self._dressed[str(widget)] = (widget, how)
        how()

    def change(
        self, *, theme: ThemeName | None = None, zoom: float | None = None, language: Language | None = None
    ) -> None:
        """Change what is given, and dress everything anew in one go, so that nobody sees half of it."""
        self.theme, self.zoom = theme or self.theme, zoom or self.zoom
        if language is not None:
            self.words = Words(language)
        self._apply()
        for path, (widget, how) in list(self._dressed.items()):
            if widget.winfo_exists():
                how()
            else:
                del self._dressed[path]

    def _apply(self) -> None:
        text = self._family(_TEXT_FAMILIES[self.words.language], "TkDefaultFont")
        code = self._family(_CODE_FAMILIES, "TkFixedFont")
        for name, (size, weight) in _SIZES.items():
            family = code if name.startswith("code") else text
            # A negative size is in pixels, whatever the screen says its resolution is.
            self._fonts[name].configure(family=family, size=-round(size * self.zoom), weight=weight)  # type: ignore[arg-type]
        use_ttk_theme(ttk.Style(self.root), self)
        self.root.configure(background=self.palette.background)

    def _family(self, wanted: tuple[str, ...], otherwise: str) -> str:
        there = next((family for family in wanted if family in self._families), None)
        return there or str(font.nametofont(otherwise, self.root).actual("family"))
