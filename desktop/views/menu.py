"""A button that opens a menu below itself."""

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from desktop.views.look import Look

Entry = tuple[str, str, Callable[[], None]]  # a name of its own, what is written, what is done


class MenuButton(ttk.Button):
    """`entries` is asked for when the menu opens, so it is always in the language and state of the moment."""

    def __init__(
        self, parent: tk.Misc, look: Look, entries: Callable[[], Sequence[Entry]], style: str = "Tool.TButton"
    ) -> None:
        super().__init__(parent, style=style, command=self.open, compound="right")
        self._look, self._entries = look, entries
        self.menu = tk.Menu(self, tearoff=False)
        self.bind("<Down>", lambda _: self.open())
        look.dress(self, self._dress)

    def set_text(self, text: str) -> None:
        """What is written on the button."""
        self.configure(text=text + " ")

    def open(self) -> None:
        """Show the menu."""
        self.menu.delete(0, tk.END)
        for _, text, command in self._entries():
            self.menu.add_command(label=text, command=command)
        self.menu.tk_popup(self.winfo_rootx(), self.winfo_rooty() + self.winfo_height())

    def _dress(self) -> None:
        p = self._look.palette
        self.configure(image=self._look.icon("down", p.muted, 12))
        self.menu.configure(
            background=p.surface,
            foreground=p.ink,
            activebackground=p.soft,
            activeforeground=p.accent,
            font="lab.text",
            borderwidth=1,
            activeborderwidth=self._look.px(3),
            relief="solid",
        )
