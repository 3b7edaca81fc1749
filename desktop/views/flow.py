"""Lays widgets out like words: side by side, and on a new line where the room ends."""

import tkinter as tk

from desktop.views.look import Look


class Flow(tk.Frame):
    """Its children are placed in the order of `set_items`; its height follows from its width."""

    def __init__(self, parent: tk.Misc, look: Look, gap: int = 16) -> None:
        super().__init__(parent)
        self._look, self._gap = look, gap
        self._items: list[tk.Widget] = []
        self._pending = False
        self.bind("<Configure>", lambda _: self.arrange_soon())

    def set_items(self, items: list[tk.Widget]) -> None:
        """Lay these children out, and no others."""
        for old in self._items:
            if old not in items:
                old.place_forget()
        for item in items:
            if item not in self._items:
                # A child learns how large it wants to be only when its own children have been laid out.
                item.bind("<Configure>", lambda _: self.arrange_soon())
        self._items = items
        self.arrange_soon()

    def arrange_soon(self) -> None:
        """Place every item at the next idle moment."""
        if not self._pending:
            self._pending = True
            self.after_idle(self._arrange)

    def _arrange(self) -> None:
        self._pending = False
        if not self.winfo_exists():
            return
        gap, line_gap = self._look.px(self._gap), self._look.px(4)
        width = max(self.winfo_width(), 1)
        lines: list[list[tk.Widget]] = [[]]
        x = 0
        for item in self._items:
            if x and x + item.winfo_reqwidth() > width:
                lines.append([])
                x = 0
            lines[-1].append(item)
            x += item.winfo_reqwidth() + gap
        y = -line_gap
        for line in lines:
            y = self._place_line(line, y + line_gap, gap)
        if self.winfo_reqheight() != max(1, y):
            self.configure(height=max(1, y))

    def _place_line(self, items: list[tk.Widget], top: int, gap: int) -> int:
        """Place items side by side with their middles at one height, and give where the line ends."""
        height = max((item.winfo_reqheight() for item in items), default=0)
        x = 0
        for item in items:
            item.place(x=x, y=top + (height - item.winfo_reqheight()) // 2)
            x += item.winfo_reqwidth() + gap
        return top + height

    def natural_width(self) -> int:
        """The pixels that all items need on one line."""
        return sum(i.winfo_reqwidth() for i in self._items) + self._look.px(self._gap) * max(0, len(self._items) - 1)
