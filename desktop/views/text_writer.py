"""Writes blocks of text into a Text widget: paragraphs, lists, code, links, and widgets in between."""

import tkinter as tk
from collections.abc import Callable, Iterable

from desktop.glossary import linked
from desktop.markdown import Block, SpanKind
from desktop.views.look import Look
from desktop.wrapping import wrapped

STYLES = {"plain": "text", "code": "code", "strong": "bold", "term": "text"}
INDENT = 16  # of a list's items, at zoom 1


class TextWriter:
    """Writes at the end of `text`. Terms of the glossary become links, each where it first stands."""

    def __init__(self, text: tk.Text, look: Look) -> None:
        self.text, self._look = text, look
        self._terms: set[str] = set()
        # Most of the time of writing goes into asking Tk how wide a word is, and words come again and again.
        self._widths: dict[tuple[str, SpanKind, float, str], float] = {}

    @property
    def room(self) -> int:
        """The width of a line, in pixels."""
        return max(self._look.px(60), self.text.winfo_width() - 2 * self._look.px(6) - self._look.px(4))

    def clear(self) -> None:
        """Take away all that is written."""
        self.text.delete("1.0", tk.END)
        self._terms = set()

    def heading(self, text: str) -> str:
        """Write a section's heading, and give its place."""
        at = self.text.index("end-1c")
        self.text.insert("end", text + "\n", "section")
        return at

    def blocks(self, blocks: Iterable[Block], *, muted: bool = False) -> None:
        """Write blocks one below the other."""
        for block in blocks:
            self.block(block, muted=muted)

    def block(self, block: Block, *, muted: bool = False) -> None:
        """Write one block."""
        text, look = self.text, self._look
        if block.kind == "code":
            text.insert("end", block.text + "\n", ("fenced",))
            return
        indent = look.px(INDENT) if block.kind == "item" else 0
        spans = block.spans if block.kind == "heading" else linked(block.spans, look.words.language, self._terms)
        if block.kind == "heading":
            spans = tuple(span._replace(kind="strong") if span.kind == "plain" else span for span in spans)
        lines = wrapped(spans, self.room - indent, self._width)
        more = ("muted",) if muted else ()
        for i, line in enumerate(lines):
            last = ("last",) if i == len(lines) - 1 else ()
            if indent:
                text.insert("end", "•\t" if i == 0 else "\t", (block.kind, *last, *more))
            for span in line:
                text.insert("end", span.text, (block.kind, span.kind, *last, *more))
            text.insert("end", "\n", (block.kind, *last, *more))

    def sentence(self, sentence: str, tag: str = "plain") -> None:
        """Write a sentence that is no part of a lesson, in the manner of a tag."""
        style = "bold" if tag == "strong" else "text"
        lines = self._look.fold(sentence, self.room, style).split("\n")
        for i, line in enumerate(lines):
            self.text.insert("end", line + "\n", (tag, "last") if i == len(lines) - 1 else (tag,))

    def pieces(self, *pieces: tuple[str, str]) -> None:
        """Write one line from pieces, each in the manner of a tag; what does not fit goes on below."""
        for text, tag in pieces:
            self.text.insert("end", text, (tag, "last"))
        self.text.insert("end", "\n", ("last",))

    def link(self, text: str, action: Callable[[], None]) -> None:
        """Write a link on a line of its own, which can also be reached with the keyboard."""
        self.embed(lambda parent: _Link(parent, self._look, text, action))

    def embed(self, make: Callable[[tk.Misc], tk.Widget]) -> tk.Widget:
        """Put a widget on a line of its own. The text scrolls also when the pointer is on it."""
        widget = make(self.text)
        self.text.window_create("end", window=widget, pady=self._look.px(2))
        self.text.insert("end", "\n", ("last",))
        self._pass_wheel(widget)
        return widget

    def _width(self, piece: str, kind: SpanKind) -> float:
        key = (piece, kind, self._look.zoom, self._look.words.language)
        if key not in self._widths:
            self._widths[key] = self._look.measure(piece, STYLES[kind])[0]
        return self._widths[key]

    def _pass_wheel(self, widget: tk.Misc) -> None:
        for event in ("<Button-4>", "<Button-5>", "<MouseWheel>"):
            widget.bind(event, self._wheel, add=True)
        for child in widget.winfo_children():
            self._pass_wheel(child)

    def _wheel(self, event: "tk.Event[tk.Misc]") -> str:
        up = event.num == 4 or event.delta > 0
        self.text.yview_scroll(-3 if up else 3, "units")
        return "break"


def term_at(text: tk.Text, index: str) -> str:
    """The whole term that stands at a place in a text."""
    found = text.tag_prevrange("term", f"{index}+1c")
    return text.get(*found).replace("\n", " ") if found else ""


def dress_text(text: tk.Text, look: Look) -> None:
    """Give a Text widget that a TextWriter writes into the colours and fonts of the look."""
    p = look.palette
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
    text.tag_configure("section", font="lab.small_bold", foreground=p.accent, spacing1=look.px(8), spacing3=look.px(4))
    text.tag_configure("heading", font="lab.bold", spacing1=look.px(6), spacing3=look.px(4))
    text.tag_configure("last", spacing3=look.px(8))
    text.tag_configure(
        "fenced", font="lab.code", background=p.soft, lmargin1=look.px(8), spacing1=look.px(2), spacing3=look.px(2)
    )
    text.tag_configure("muted", foreground=p.muted)
    text.tag_configure("small", font="lab.small", foreground=p.muted)
    text.tag_configure("good", font="lab.bold", foreground=p.good)
    text.tag_configure("bad", font="lab.bold", foreground=p.warn)
    text.tag_configure("found", font="lab.bold", background=p.selection)
    text.tag_configure("code", font="lab.code", background=p.soft)
    text.tag_configure("strong", font="lab.bold")
    text.tag_configure("term", underline=True, underlinefg=p.muted)
    text.tag_raise("sel")


class _Link(tk.Label):
    """A few words that do something when they are clicked, or when Return is pressed on them."""

    def __init__(self, parent: tk.Misc, look: Look, text: str, action: Callable[[], None]) -> None:
        p = look.palette
        super().__init__(
            parent,
            text=text,
            font="lab.bold",
            foreground=p.accent,
            background=p.surface,
            highlightthickness=2,
            highlightbackground=p.surface,
            highlightcolor=p.focus,
            borderwidth=0,
            justify=tk.LEFT,
            takefocus=True,
            cursor="hand2",
            wraplength=max(look.px(60), parent.winfo_width() - look.px(24)),
        )
        for event in ("<Button-1>", "<Return>", "<space>"):
            self.bind(event, lambda _: self.after_idle(action))
