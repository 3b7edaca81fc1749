"""A strip above the run bar for what a person must know: a sentence, and a way to the details. Never a dialog."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from desktop.views.look import Look


class Notice(tk.Frame):
    """Is not in sight until told something.

    `details()` is called when a person asks for the traceback, `why()` when for an explanation.
    """

    def __init__(self, parent: tk.Misc, look: Look, details: Callable[[], None], why: Callable[[], None]) -> None:
        super().__init__(parent)
        self._look = look
        self._sentence: Callable[[], str] = str
        self._has_details = self._has_why = self._calm = False
        self._edge = tk.Frame(self)
        self._inner = tk.Frame(self)
        self._icon = tk.Label(self._inner, borderwidth=0)
        self._label = tk.Label(self._inner, justify=tk.LEFT, anchor=tk.W, borderwidth=0, font="lab.text")
        self._close = ttk.Button(self._inner, style="Notice.TButton", command=self.hide)
        self._details = ttk.Button(self._inner, style="NoticeLink.TButton", command=details)
        self._why = ttk.Button(self._inner, style="NoticeLink.TButton", command=why)
        self._edge.pack(fill=tk.X)
        self._inner.pack(fill=tk.X)
        self._icon.pack(side=tk.LEFT, anchor=tk.N)
        self._close.pack(side=tk.RIGHT, anchor=tk.N)
        self._details.pack(side=tk.RIGHT, anchor=tk.N)
        self._label.pack(side=tk.LEFT, fill=tk.X, expand=True)
        self._label.bind("<Configure>", lambda _: self._fold())
        look.dress(self, self._dress)

    @property
    def text(self) -> str:
        """What it says; "" when it is not in sight."""
        return self._sentence() if self.winfo_manager() else ""

    def show(
        self, sentence: Callable[[], str], *, details: bool = False, why: bool = False, calm: bool = False
    ) -> None:
        """Say something. `sentence` is asked again when the language changes. `calm`: nothing is wrong."""
        self._sentence, self._has_details, self._has_why, self._calm = sentence, details, why, calm
        self.grid()
        self._dress()

    def hide(self) -> None:
        """Go out of sight."""
        self.grid_remove()

    def _fold(self) -> None:
        room = self._label.winfo_width() - self._look.px(8)
        text = self._look.fold(self._sentence(), room) if room > self._look.px(40) else self._sentence()
        if text != self._label.cget("text"):
            self._label.configure(text=text)

    def _dress(self) -> None:
        look, p = self._look, self._look.palette
        ground, tint, icon = (p.soft, p.accent, "info") if self._calm else (p.bad_soft, p.bad, "warning")
        self._edge.configure(background=tint, height=look.border)
        self._inner.configure(background=ground)
        self.configure(background=ground)
        self._icon.configure(image=look.icon(icon, tint, 18), background=ground)
        self._label.configure(background=ground, foreground=p.ink)
        self._fold()
        self._icon.pack_configure(padx=(look.px(18), look.px(10)), pady=look.px(11))
        self._label.pack_configure(pady=look.px(9))
        self._close.configure(
            image=look.icon("close", p.muted, 14), style="Calm.Notice.TButton" if self._calm else "Notice.TButton"
        )
        self._close.pack_configure(padx=(0, look.px(10)), pady=look.px(6))
        self._details.configure(text=look.words("notice.traceback"))
        self._why.configure(text=look.words("learn.why"))
        for button, wanted in ((self._details, self._has_details), (self._why, self._has_why)):
            button.pack_forget()
            if wanted:
                button.pack(side=tk.RIGHT, anchor=tk.N, padx=look.px(6), pady=look.px(6), before=self._label)
