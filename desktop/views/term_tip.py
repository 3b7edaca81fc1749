"""What a term means, in a small card where the term was clicked. The next click or key puts it away."""

import tkinter as tk

from desktop.glossary import Term
from desktop.views.look import Look
from desktop.words import LANGUAGES

WIDTH = 340  # at zoom 1


class TermTip(tk.Frame):
    """`show` brings it up; it is a child of the window itself, so that it can lie over everything."""

    def __init__(self, root: tk.Misc, look: Look) -> None:
        super().__init__(root)
        self._over, self._look = root, look
        self._inner = tk.Frame(self)
        self._inner.pack()
        self._name = tk.Label(self._inner, font="lab.bold", justify=tk.LEFT, anchor=tk.W, borderwidth=0)
        self._others = tk.Label(self._inner, font="lab.small", justify=tk.LEFT, anchor=tk.W, borderwidth=0)
        self._means = tk.Label(self._inner, font="lab.text", justify=tk.LEFT, anchor=tk.W, borderwidth=0)
        for label in (self._name, self._others, self._means):
            label.pack(anchor=tk.W)
        root.bind("<Button-1>", lambda _: self.hide(), add=True)
        root.bind("<Key>", lambda _: self.hide(), add=True)
        look.dress(self, self._dress)

    @property
    def text(self) -> str:
        """What it says; "" when it is not in sight."""
        return str(self._means.cget("text")).replace("\n", " ") if self.winfo_manager() else ""

    def show(self, term: Term, x: int, y: int) -> None:
        """Come into sight at a place of the screen, as far as there is room."""
        look, language = self._look, self._look.words.language
        second = term.also.get(language)
        brackets = (" ({})" if language == "en" else "（{}）").format(second) if second else ""
        self._name.configure(text=term.names[language] + brackets)
        others = dict.fromkeys(term.names[other] for other in LANGUAGES if other != language)
        self._others.configure(text=" · ".join(name for name in others if name != term.names[language]))
        self._means.configure(text=look.fold(term.meanings[language], look.px(WIDTH)))
        self.update_idletasks()
        left = x - self._over.winfo_rootx() - look.px(20)
        top = y - self._over.winfo_rooty() + look.px(14)
        if top + self.winfo_reqheight() > self._over.winfo_height():
            top -= self.winfo_reqheight() + look.px(32)
        left = max(look.px(4), min(left, self._over.winfo_width() - self.winfo_reqwidth() - look.px(4)))
        self.place(x=left, y=max(0, top))
        self.lift()

    def hide(self) -> None:
        """Go out of sight."""
        self.place_forget()

    def _dress(self) -> None:
        look, p = self._look, self._look.palette
        self.configure(background=p.accent)
        self._inner.configure(background=p.surface)
        self._inner.pack_configure(padx=look.border, pady=look.border)
        for label, ink in ((self._name, p.accent), (self._others, p.muted), (self._means, p.ink)):
            label.configure(background=p.surface, foreground=ink)
            label.pack_configure(padx=look.px(12), pady=(look.px(8) if label is self._name else look.px(2), 0))
        self._means.pack_configure(pady=(look.px(4), look.px(10)))
        self.hide()
