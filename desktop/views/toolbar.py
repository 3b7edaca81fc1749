"""The small buttons at the top right: language, theme, zoom, full screen; or one menu of them all."""

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from tkinter import ttk
from typing import NamedTuple

from desktop.theme import THEMES, ThemeName
from desktop.views.look import Look
from desktop.views.menu import Entry, MenuButton
from desktop.views.tooltip import Tooltip
from desktop.views.top_bar import Foldable
from desktop.words import LANGUAGE_NAMES, Language


class ToolActions(NamedTuple):
    """What the buttons do."""

    language: Callable[[Language], None]
    theme: Callable[[ThemeName], None]
    zoom: Callable[[int], None]  # that many steps larger; 0 is back to 100 %
    full_screen: Callable[[], None]
    open_script: Callable[[], None]
    learn: Callable[[], Sequence[Entry]]


class Toolbar(Foldable):
    """All tools side by side, or folded into one menu where there is no room."""

    def __init__(self, parent: tk.Misc, look: Look, actions: ToolActions) -> None:
        super().__init__(parent)
        self._look, self._actions = look, actions
        self._row = tk.Frame(self)
        self._learn = MenuButton(self._row, look, actions.learn)
        self._language = MenuButton(self._row, look, self._languages)
        self._theme = MenuButton(self._row, look, self._themes)
        self._smaller = ttk.Button(self._row, style="Tool.TButton", text="A−", command=lambda: actions.zoom(-1))
        self._larger = ttk.Button(self._row, style="Tool.TButton", text="A+", command=lambda: actions.zoom(1))
        self._full = ttk.Button(self._row, style="Tool.TButton", command=actions.full_screen)
        for widget in (self._learn, self._language, self._theme, self._smaller, self._larger, self._full):
            widget.pack(side=tk.LEFT)
        for widget, word in ((self._smaller, "smaller"), (self._larger, "larger"), (self._full, "full_screen")):
            Tooltip(widget, look, partial(look.word, f"tool.{word}"))
        self._menu = MenuButton(self, look, self._everything)
        look.dress(self, self._dress)

    def wanted_width(self) -> int:
        """The pixels that the tools need side by side."""
        return self._row.winfo_reqwidth()

    def fold(self, folded: bool) -> None:
        """Show the tools, or one menu in their place."""
        (self._row if folded else self._menu).pack_forget()
        (self._menu if folded else self._row).pack(side=tk.RIGHT, padx=self._look.px(8))

    def _languages(self) -> list[Entry]:
        return [(tag, name, partial(self._actions.language, tag)) for tag, name in LANGUAGE_NAMES.items()]

    def _themes(self) -> list[Entry]:
        return [(name, self._look.words(f"tool.{name}"), partial(self._actions.theme, name)) for name in THEMES]

    def _everything(self) -> list[Entry]:
        words, actions = self._look.words, self._actions
        return [
            ("open", words("tool.open"), actions.open_script),
            *actions.learn(),
            *self._languages(),
            *self._themes(),
            ("larger", words("tool.larger"), lambda: actions.zoom(1)),
            ("smaller", words("tool.smaller"), lambda: actions.zoom(-1)),
            ("full", words("tool.full_screen"), actions.full_screen),
        ]

    def _dress(self) -> None:
        look, p = self._look, self._look.palette
        self.configure(background=p.surface)
        self._row.configure(background=p.surface)
        self._learn.set_text(look.words("learn.menu"))
        self._language.set_text(LANGUAGE_NAMES[look.words.language])
        self._theme.set_text(look.words(f"tool.{look.theme}"))
        self._menu.set_text(look.words("tool.menu"))
        self._full.configure(image=look.icon("full", p.muted))
