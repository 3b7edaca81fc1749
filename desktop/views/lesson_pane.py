"""The lesson: what to ask oneself and to watch; and, after a run or when asked for, why it is so."""

import tkinter as tk

from desktop.lessons import Lesson
from desktop.markdown import Block
from desktop.views.card import Card
from desktop.views.look import Look
from desktop.views.scrolled import add_scrollbars


class LessonPane(Card):
    """Draws a lesson as text in a Text widget, which wraps, scrolls and can be copied from."""

    def __init__(self, parent: tk.Misc, look: Look) -> None:
        super().__init__(parent, look, "lesson.heading")
        self._look = look
        self._lesson: Lesson | None = None
        self._fallback = ""
        self._explained = False
        self._frame = tk.Frame(self.body)
        self._frame.pack(fill=tk.BOTH, expand=True)
        self.text = tk.Text(self._frame, wrap="word", font="lab.text", borderwidth=0, highlightthickness=2, width=20, height=3)
        self.text.configure(state="disabled", cursor="arrow")
        add_scrollbars(self.text)
        self.text.tag_bind("link", "<Button-1>", lambda _: self.explain())
        self.text.tag_bind("link", "<Enter>", lambda _: self.text.configure(cursor="hand2"))
        self.text.tag_bind("link", "<Leave>", lambda _: self.text.configure(cursor="arrow"))
        self.text.bind("<Return>", lambda _: self.explain())
        look.dress(self.text, self._dress_text)

    def show(self, lesson: Lesson | None, fallback: str, *, explained: bool) -> None:
        """Show a lesson; `fallback` is told where there is none. `explained` shows the explanation, too."""
        same = (lesson, fallback, explained) == (self._lesson, self._fallback, self._explained)
        if not same:
            self._lesson, self._fallback, self._explained = lesson, fallback, explained
            self._write()

    def explain(self) -> None:
        """Show the explanation."""
        if self._lesson is not None and not self._explained:
            self._explained = True
            self._write()

    def _write(self) -> None:
        text, words = self.text, self._look.words
        text.configure(state="normal")
        text.delete("1.0", tk.END)
        explanation = ""
        if self._lesson is None:
            text.insert("end", self._fallback, "paragraph")
        else:
            text.insert("end", self._lesson.title + "\n", "title")
            for section in self._lesson.sections:
                if section.explains and not self._explained:
                    text.insert("end", words("lesson.explain"), ("link",))
                    continue
                explanation = text.index("end-1c") if section.explains else explanation
                if section.heading:
                    text.insert("end", section.heading + "\n", "section")
                for block in section.blocks:
                    self._block(block)
        text.configure(state="disabled")
        text.yview("1.0")
        if explanation:
            # What is new is what is read: the explanation stands at the top, what was known can be scrolled back to.
            text.update_idletasks()
            text.yview(explanation)

    def _block(self, block: Block) -> None:
        text = self.text
        if block.kind == "code":
            text.insert("end", block.text + "\n", ("fenced",))
            return
        if block.kind == "item":
            # A blank on a coloured ground would be square: the point of a list is drawn by every font.
            text.insert("end", "•\t", ("item",))
        for span in block.spans:
            text.insert("end", span.text, (block.kind, span.kind))
        text.insert("end", "\n", (block.kind,))

    def _dress_text(self) -> None:
        look, p = self._look, self._look.palette
        text = self.text
        self._frame.configure(background=p.surface)
        text.configure(
            background=p.surface,
            foreground=p.ink,
            highlightbackground=p.surface,
            highlightcolor=p.focus,
            selectbackground=p.selection,
            selectforeground=p.ink,
            inactiveselectbackground=p.selection,
            padx=look.px(4),
            spacing2=look.px(4),
            tabs=(look.px(14),),
        )
        text.tag_configure("title", font="lab.title", spacing1=look.px(2), spacing3=look.px(8))
        text.tag_configure("section", font="lab.small_bold", foreground=p.accent, spacing1=look.px(8), spacing3=look.px(4))
        text.tag_configure("heading", font="lab.bold", spacing1=look.px(6), spacing3=look.px(4))
        text.tag_configure("paragraph", spacing3=look.px(8))
        text.tag_configure("item", spacing3=look.px(4), lmargin2=look.px(14))
        text.tag_configure(
            "fenced",
            font="lab.code",
            background=p.soft,
            lmargin1=look.px(8),
            lmargin2=look.px(8),
            spacing1=look.px(2),
            spacing3=look.px(2),
            wrap="none",
        )
        text.tag_configure("code", font="lab.code", background=p.soft)
        text.tag_configure("strong", font="lab.bold")
        text.tag_configure("link", font="lab.bold", foreground=p.accent, underline=True, spacing1=look.px(6))
        text.tag_raise("sel")
        self._write()
