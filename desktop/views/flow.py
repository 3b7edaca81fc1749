"""Lays widgets out like words: side by side, and on a new line where the room ends."""

import tkinter as tk

from desktop.views.look import Look


class Flow(tk.Frame):
    """Its children are placed in the order of `set_items`; its height follows from its width."""

    def __init__(self, parent: tk.Misc, look: Look, gap: int = 16) -> None:
        super().__init__(parent)
        self._look, self._gap = look, gap
        self._items: list[tk.Widget] = []
        self.bind("<Configure>", lambda _: self.arrange())

    def set_items(self, items: list[tk.Widget]) -> None:
        """Lay these children out, and no others."""
        for old in self._items:
            if old not in items:
                old.place_forget()
        self._items = items
        self.after_idle(self._arrange_if_alive)

    def arrange(self) -> None:
        """Place every item anew, after their sizes have changed."""
        gap, line_gap = self._look.px(self._gap), self._look.px(4)
        width = max(self.winfo_width(), 1)
        x = y = line = 0
        for item in self._items:
            wanted, height = item.winfo_reqwidth(), item.winfo_reqheight()
            if x and x + wanted > width:
                x, y, line = 0, y + line + line_gap, 0
            item.place(x=x, y=y, width=min(wanted, width), height=height)
            x, line = x + wanted + gap, max(line, height)
        if self.winfo_reqheight() != max(1, y + line):
            self.configure(height=max(1, y + line))

    def _arrange_if_alive(self) -> None:
        if self.winfo_exists():
            self.arrange()
