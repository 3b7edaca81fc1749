"""The lesson: what to ask oneself and to watch; and, after a run or when asked for, why it is so."""

import tkinter as tk
from functools import cache

from desktop.lessons import Lesson
from desktop.markdown import Block, Span
from desktop.views.card import Card
from desktop.views.look import Look
from desktop.views.scrolled import add_scrollbars
from desktop.wrapping import wrapped

_STYLES = {"plain": "text", "code": "code", "strong": "bold"}
INDENT = 16  # of a list's items, at zoom 1


class LessonPane(Card):
    """Draws a lesson as text in a Text widget, which scrolls and can be copied from."""

    def __init__(self, parent: tk.Misc, look: Look) -> None:
        super().__init__(parent, look, "lesson.heading")
        self._look = look
        self._lesson: Lesson | None = None
        self._fallback = ""
        self._explained = False
        self._width = 0
        self.heading.configure(style="Title.TLabel")
        self._frame = tk.Frame(self.body)
        self._frame.pack(fill=tk.BOTH, expand=True)
        self.text = tk.Text(
            self._frame, wrap="none", font="lab.text", borderwidth=0, highlightthickness=2, width=20, height=3
        )
        self.text.configure(state="disabled", cursor="arrow")
        add_scrollbars(self.text)
        self.text.tag_bind("link", "<Button-1>", lambda _: self.explain())
        self.text.tag_bind("link", "<Enter>", lambda _: self.text.configure(cursor="hand2"))
        self.text.tag_bind("link", "<Leave>", lambda _: self.text.configure(cursor="arrow"))
        self.text.bind("<Return>", lambda _: self.explain())
        self.text.bind("<Configure>", lambda e: self._resized(e.width))
        look.dress(self.text, self._dress_text)

    def show(self, lesson: Lesson | None, fallback: str, *, explained: bool) -> None:
        """Show a lesson; `fallback` is told where there is none. `explained` shows the explanation, too."""
        if (lesson, fallback, explained) != (self._lesson, self._fallback, self._explained):
            self._lesson, self._fallback, self._explained = lesson, fallback, explained
            self._write()

    def explain(self) -> None:
        """Show the explanation."""
        if self._lesson is not None and not self._explained:
            self._explained = True
            self._write()

    def _resized(self, width: int) -> None:
        if width != self._width:
            self._width = width
            self._write()

    def _write(self) -> None:
        text = self.text
        text.configure(state="normal")
        text.delete("1.0", tk.END)
        explanation = ""
        if self._lesson is None:
            self.heading.configure(text=self._look.words("lesson.heading"))
            self._block(Block("paragraph", (Span(self._fallback),)))
        else:
            self.heading.configure(text=self._lesson.title)
            explanation = self._write_sections(self._lesson)
        text.configure(state="disabled")
        text.yview("1.0")
        if explanation:
            # What is new is what is read: the explanation stands at the top, what was known can be scrolled back to.
            text.yview(explanation)

    def _write_sections(self, lesson: Lesson) -> str:
        """Write what is to be shown, and give the place where the explanation begins, "" if it is not shown."""
        text, explanation = self.text, ""
        for section in lesson.sections:
            if section.explains and not self._explained:
                text.insert("end", self._look.words("lesson.explain"), ("link",))
                continue
            explanation = text.index("end-1c") if section.explains else explanation
            if section.heading:
                text.insert("end", section.heading + "\n", "section")
            for block in section.blocks:
                self._block(block)
        return explanation

    def _block(self, block: Block) -> None:
        text, look = self.text, self._look
        if block.kind == "code":
            text.insert("end", block.text + "\n", ("fenced",))
            return
        indent = look.px(INDENT) if block.kind == "item" else 0
        room = max(look.px(60), self._width - 2 * look.px(6) - indent - look.px(4))
        measure = cache(lambda piece, kind: look.measure(piece, _STYLES[kind])[0])
        lines = wrapped(block.spans, room, measure)
        for i, line in enumerate(lines):
            last = ("last",) if i == len(lines) - 1 else ()
            if indent:
                text.insert("end", "•\t" if i == 0 else "\t", (block.kind, *last))
            for span in line:
                text.insert("end", span.text, (block.kind, span.kind, *last))
            text.insert("end", "\n", (block.kind, *last))

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
            spacing1=look.px(2),
            spacing3=look.px(2),
            tabs=(look.px(INDENT),),
        )
        text.tag_configure(
            "section", font="lab.small_bold", foreground=p.accent, spacing1=look.px(8), spacing3=look.px(4)
        )
        text.tag_configure("heading", font="lab.bold", spacing1=look.px(6), spacing3=look.px(4))
        text.tag_configure("last", spacing3=look.px(8))
        text.tag_configure(
            "fenced",
            font="lab.code",
            background=p.soft,
            lmargin1=look.px(8),
            spacing1=look.px(2),
            spacing3=look.px(2),
        )
        text.tag_configure("code", font="lab.code", background=p.soft)
        text.tag_configure("strong", font="lab.bold")
        text.tag_configure("link", font="lab.bold", foreground=p.accent, underline=True, spacing1=look.px(6))
        text.tag_raise("sel")
        self._write()
