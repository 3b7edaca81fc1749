"""A panel over the window: search, glossary, progress, a show of hands. One at a time; Escape closes it."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from desktop.views.card import Card
from desktop.views.look import Look
from desktop.views.tooltip import Tooltip

Make = Callable[[tk.Misc], tk.Widget]


class Panel(Card):
    """`open` gives it a heading and what makes its content; the content is made anew when the look changes."""

    def __init__(self, root: tk.Misc, look: Look) -> None:
        super().__init__(root, look, "panel.search")
        self._look = look
        self._make: Make | None = None
        self.content: tk.Widget | None = None
        self._before: tk.Misc | None = None
        self.heading.configure(style="Title.TLabel")
        self._close = ttk.Button(self.tools, style="Tool.TButton", command=self.close)
        self._close.pack(side=tk.RIGHT)
        Tooltip(self._close, look, lambda: look.words("panel.close"))
        look.dress(self.body, self._dress_body)

    @property
    def is_open(self) -> bool:
        """Whether it is in sight."""
        return self._make is not None

    def open(self, heading_word: str, make: Make) -> None:
        """Come into sight with a content, which gets the keyboard."""
        if not self.is_open:
            self._before = self.focus_get()
        self._heading_word, self._make = heading_word, make
        self._build()
        self.place(relx=0.5, rely=0.5, anchor="center", relwidth=0.72, relheight=0.86)
        self.lift()

    def close(self) -> None:
        """Go out of sight; the keyboard goes back to where it was."""
        if not self.is_open:
            return
        self._make = None
        self.place_forget()
        if self.content is not None:
            self.content.destroy()
            self.content = None
        if self._before is not None and self._before.winfo_exists():
            self._before.focus_set()

    def _build(self) -> None:
        if self.content is not None:
            self.content.destroy()
            self.content = None
        self.heading.configure(text=self._look.words(self._heading_word))
        if self._make is not None:
            self.content = self._make(self.body)
            self.content.pack(fill=tk.BOTH, expand=True)

    def _dress_body(self) -> None:
        self._close.configure(image=self._look.icon("close", self._look.palette.muted, 14))
        self._build()
