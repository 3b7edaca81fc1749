"""The row of topics at the top: one name for each, the chosen one underlined.

Where the names do not fit, they fold into one button that opens a menu. By keyboard: Tab to the chosen one, then
Left and Right, Home and End; Ctrl+1 to 9 and Ctrl+PageUp and PageDown are the window's.
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from tkinter import ttk

from desktop.views.look import Look
from desktop.views.menu import MenuButton
from desktop.views.top_bar import Foldable

HEIGHT = 52  # of the bar, at zoom 1


class TabBar(Foldable):
    """Tabs by name. `title(name)` is what is written on one; `chosen(name)` is called when a person chooses one."""

    def __init__(
        self,
        parent: tk.Misc,
        look: Look,
        names: Sequence[str],
        title: Callable[[str], str],
        chosen: Callable[[str], None],
    ) -> None:
        super().__init__(parent)
        self._look, self._title, self._chosen = look, title, chosen
        self.names = tuple(names)
        self.current = self.names[0]
        self._row = tk.Frame(self)
        self._tabs = {name: _Tab(self._row, look, partial(self.choose, name), self._move) for name in names}
        self._folded = MenuButton(self, look, lambda: [(n, title(n), partial(self.choose, n)) for n in self.names])
        for tab in self._tabs.values():
            tab.pack(side=tk.LEFT, fill=tk.Y)
        look.dress(self, self._dress)

    def choose(self, name: str) -> None:
        """Make a tab the current one, as a person would."""
        self.show(name)
        self._chosen(name)

    def show(self, name: str) -> None:
        """Mark a tab as the current one."""
        self.current = name
        for other, tab in self._tabs.items():
            tab.mark(other == name)
        self._folded.set_text(self._title(name))

    def step(self, steps: int) -> None:
        """Choose the tab so many places further, round and round."""
        self.choose(self.names[(self.names.index(self.current) + steps) % len(self.names)])

    def wanted_width(self) -> int:
        """The pixels that the names need side by side."""
        return sum(tab.winfo_reqwidth() for tab in self._tabs.values())

    def fold(self, folded: bool) -> None:
        """Show the names, or one button in their place."""
        (self._row if folded else self._folded).pack_forget()
        if folded:
            self._folded.pack(side=tk.LEFT, padx=self._look.px(8))
        else:
            self._row.pack(side=tk.LEFT, fill=tk.Y, padx=self._look.px(8))

    def _move(self, steps: int) -> None:
        self.step(steps)
        self._tabs[self.current].focus_set()

    def _dress(self) -> None:
        self.configure(background=self._look.palette.surface)
        self._row.configure(background=self._look.palette.surface)
        for name, tab in self._tabs.items():
            tab.dress(self._title(name))
        self.show(self.current)


class _Tab(tk.Frame):
    """One name. Only the current one is in the Tab key's round, as in any notebook."""

    def __init__(self, parent: tk.Misc, look: Look, chosen: Callable[[], None], move: Callable[[int], None]) -> None:
        super().__init__(parent, takefocus=False, highlightthickness=2, cursor="hand2")
        self._look = look
        self._marked = False
        self._label = ttk.Label(self, anchor="center")
        self._line = tk.Frame(self)
        self._line.pack(side=tk.BOTTOM, fill=tk.X)
        self._label.pack(expand=True, fill=tk.BOTH)
        for widget in (self, self._label):
            widget.bind("<Button-1>", lambda _: chosen())
            widget.bind("<Enter>", lambda _: self._colour(over=True))
            widget.bind("<Leave>", lambda _: self._colour(over=False))
        self.bind("<Left>", lambda _: move(-1))
        self.bind("<Right>", lambda _: move(1))

    def mark(self, marked: bool) -> None:
        """Show whether this is the current one."""
        self._marked = marked
        self.configure(takefocus=marked)
        self._colour(over=False)

    def dress(self, text: str) -> None:
        """Take the look's colours, sizes and words."""
        look, p = self._look, self._look.palette
        self.configure(background=p.surface, highlightbackground=p.surface, highlightcolor=p.focus)
        # The bold text is the wider one: measured with it, a tab does not move its neighbours when it is chosen.
        width = round(look.measure(text, "bold")[0]) + look.px(24)
        self._label.configure(text=text)
        self.configure(width=width, height=look.px(HEIGHT))
        self.pack_propagate(False)
        self._line.configure(height=look.px(3))

    def _colour(self, *, over: bool) -> None:
        p = self._look.palette
        ground = p.hover if over and not self._marked else p.surface
        self._label.configure(
            foreground=p.accent if self._marked else p.ink if over else p.muted,
            background=ground,
            font="lab.bold" if self._marked else "lab.text",
        )
        self._line.configure(background=p.accent if self._marked else ground)
