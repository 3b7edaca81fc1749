"""A card: a surface with a thin border, a heading, and room for small buttons beside the heading."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import TypeVar

from desktop.views.look import Look

LeadT = TypeVar("LeadT", bound=tk.Widget)


class Card(tk.Frame):
    """`body` is where the pane goes, `tools` where small buttons go (pack them at the right)."""

    def __init__(self, parent: tk.Misc, look: Look, heading: str) -> None:
        super().__init__(parent)
        self._look, self._heading_word = look, heading
        self._lead: tk.Widget | None = None
        self._folded = False
        self._inner = tk.Frame(self)
        self._head = tk.Frame(self._inner)
        self.heading = ttk.Label(self._head, style="Heading.TLabel")
        self.tools = tk.Frame(self._head)
        self.body = tk.Frame(self._inner)
        self._head.pack(fill=tk.X)
        self.heading.pack(side=tk.LEFT)
        self.tools.pack(side=tk.RIGHT)
        for widget in (self._head, self.tools):
            widget.bind("<Configure>", lambda _: self._fold(), add=True)
        self.body.pack(fill=tk.BOTH, expand=True)
        look.dress(self, self._dress)

    def lead_with(self, make: Callable[[tk.Misc], LeadT]) -> LeadT:
        """Have a widget at the place of the heading: what `make` makes, as a child of what it is given."""
        self.heading.pack_forget()
        lead = make(self._head)
        lead.pack(side=tk.LEFT, pady=self._look.px(4))
        self._lead = lead
        lead.bind("<Configure>", lambda _: self._fold(), add=True)
        return lead

    def show_heading(self, shown: bool) -> None:
        """Whether the heading is in sight; where a switch names the pane, it need not be said twice."""
        if self._lead is not None:
            return
        if shown:
            self.heading.pack(side=tk.LEFT)
        else:
            self.heading.pack_forget()

    def _fold(self) -> None:
        """Put the tools on a line of their own where there is no room beside the heading."""
        lead = self._lead or self.heading
        if not lead.winfo_manager():
            return
        wanted = lead.winfo_reqwidth() + self.tools.winfo_reqwidth() + self._look.px(8)
        folded = wanted > self._head.winfo_width() > 1
        if folded != self._folded:
            self._folded = folded
            self.tools.pack(side=tk.BOTTOM if folded else tk.RIGHT, anchor=tk.E, before=lead)

    def _dress(self) -> None:
        look, p = self._look, self._look.palette
        self.configure(background=p.line)
        for frame in (self._inner, self._head, self.tools, self.body):
            frame.configure(background=p.surface)
        self._inner.pack(fill=tk.BOTH, expand=True, padx=look.border, pady=look.border)
        # As high as a small button, so that headings with and without buttons stand on one line.
        height = look.measure("0", "small")[1] + look.px(16)
        self._head.configure(height=height)
        self._head.pack_configure(padx=(look.px(16), look.px(8)), pady=(look.px(6), 0))
        self.body.pack_configure(padx=look.px(12), pady=(look.px(4), look.px(10)))
        self.heading.configure(text=look.words(self._heading_word))
        if self.heading.winfo_manager():
            self.heading.pack_configure(pady=(look.px(5), look.px(5)))
