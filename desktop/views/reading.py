"""A text to read in a panel, with an entry above it that says what is looked for."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from desktop.views.look import Look
from desktop.views.scrolled import add_scrollbars
from desktop.views.text_writer import TextWriter, dress_text


class Reading(tk.Frame):
    """A Text that `write(writer)` fills, now and whenever there is more or less room."""

    def __init__(self, parent: tk.Misc, look: Look, write: Callable[[TextWriter], None]) -> None:
        super().__init__(parent, background=look.palette.surface)
        self._write_all = write
        self._width = 0
        frame = tk.Frame(self, background=look.palette.surface)
        frame.pack(side=tk.BOTTOM, fill=tk.BOTH, expand=True)
        self.text = tk.Text(
            frame, wrap="none", font="lab.text", borderwidth=0, highlightthickness=2, width=20, height=3
        )
        self.text.configure(state="disabled", cursor="arrow", height=3)
        add_scrollbars(self.text)
        self.writer = TextWriter(self.text, look)
        dress_text(self.text, look)
        self.text.bind("<Configure>", lambda e: self._resized(e.width))

    def refresh(self) -> None:
        """Write the text anew."""
        self.text.configure(state="normal")
        self.writer.clear()
        self._write_all(self.writer)
        self.text.configure(state="disabled")
        self.text.yview("1.0")

    def _resized(self, width: int) -> None:
        if width != self._width:
            self._width = width
            self.refresh()


class Lookup(Reading):
    """A Reading with an entry. `write(writer, wanted)` is called as a person types; Return calls `entered(wanted)`."""

    def __init__(
        self,
        parent: tk.Misc,
        look: Look,
        write: Callable[[TextWriter, str], None],
        entered: Callable[[str], None] = lambda _: None,
    ) -> None:
        super().__init__(parent, look, lambda writer: write(writer, self.wanted.get()))
        self.wanted = tk.StringVar(self)
        self.entry = ttk.Entry(self, textvariable=self.wanted, font="lab.text")
        self.entry.pack(side=tk.TOP, fill=tk.X, padx=look.px(4), pady=(look.px(4), look.px(8)))
        self.wanted.trace_add("write", lambda *_: self.refresh())
        self.entry.bind("<Return>", lambda _: self.after_idle(entered, self.wanted.get()))
        self.entry.bind("<Down>", lambda _: self._first_link())
        self.entry.focus_set()

    def _first_link(self) -> None:
        links = [child for child in self.text.winfo_children() if str(child.cget("takefocus")) == "1"]
        if links:
            links[0].focus_set()
