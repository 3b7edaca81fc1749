"""The bar at the top: the tabs at the left, the tools at the right, folded as far as the room demands."""

import tkinter as tk

from desktop.views.look import Look


class TopBar(tk.Frame):
    """Is given its tabs and tools, which must be its children, by `adopt`."""

    def __init__(self, parent: tk.Misc, look: Look) -> None:
        super().__init__(parent)
        self._look = look
        self._line = tk.Frame(self)

    def adopt(self, tabs: "Foldable", tools: "Foldable") -> None:
        """Lay tabs and tools out, now and whenever there is more or less room."""
        self._tabs, self._tools = tabs, tools
        self._line.pack(side=tk.BOTTOM, fill=tk.X)
        tabs.pack(side=tk.LEFT, fill=tk.Y)
        tools.pack(side=tk.RIGHT, fill=tk.Y)
        self.bind("<Configure>", lambda _: self._fold())
        self._look.dress(self, self._dress)

    def _fold(self) -> None:
        room = self.winfo_width() - self._look.px(48)
        fold_tools = self._tabs.wanted_width() + self._tools.wanted_width() > room
        self._tools.fold(fold_tools)
        self._tabs.fold(fold_tools and self._tabs.wanted_width() + self._look.px(110) > room)

    def _dress(self) -> None:
        p = self._look.palette
        self.configure(background=p.surface)
        self._line.configure(background=p.line, height=self._look.border)
        self.update_idletasks()
        self._fold()


class Foldable(tk.Frame):
    """What a TopBar needs of what it holds."""

    def wanted_width(self) -> int:
        """The pixels needed without folding."""
        raise NotImplementedError

    def fold(self, folded: bool) -> None:
        """Fold, or unfold."""
        raise NotImplementedError
