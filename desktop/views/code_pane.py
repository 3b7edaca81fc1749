"""The script: highlighted, with line numbers, to be read and to be changed. What is shown is what runs."""

import tkinter as tk
from collections.abc import Callable, Mapping
from tkinter import ttk

from desktop.highlight import MANNERS
from desktop.views.card import Card
from desktop.views.highlighter import Highlighter
from desktop.views.inputs import Inputs
from desktop.views.line_numbers import LineNumbers
from desktop.views.look import Look
from desktop.views.scrolled import add_scrollbars

INDENT = 4


class CodePane(Card):
    """`edited(text)` is called after each change that a person makes, `restore()` when they want the original back."""

    def __init__(self, parent: tk.Misc, look: Look, edited: Callable[[str], None], restore: Callable[[], None]) -> None:
        super().__init__(parent, look, "code.heading")
        self._look, self._edited = look, edited
        self._quiet = False
        self.inputs = Inputs(self.body, look, lambda: self.source, self.replace)
        self.inputs.pack(fill=tk.X)
        self._frame = tk.Frame(self.body)
        self._frame.pack(fill=tk.BOTH, expand=True)
        self._text_frame = tk.Frame(self._frame)
        self.text = _editor(self._text_frame)
        self._numbers = LineNumbers(self._frame, look, self.text)
        self._numbers.pack(side=tk.LEFT, fill=tk.Y)
        self._text_frame.pack(side=tk.LEFT, fill=tk.BOTH, expand=True)
        add_scrollbars(self.text, across=True)
        scrolled = str(self.text.cget("yscrollcommand"))

        def scroll(low: float, high: float) -> None:
            self.tk.call(scrolled, low, high)
            self._numbers.draw_soon()

        self.text.configure(yscrollcommand=scroll)
        self._highlighter = Highlighter(self.text)
        self.restore_button = ttk.Button(self.tools, style="Link.TButton", command=restore)
        self.text.bind("<<Modified>>", lambda _: self._modified())
        look.dress(self.text, self._dress_text)

    @property
    def source(self) -> str:
        """The text as it stands."""
        return self.text.get("1.0", "end-1c")

    def show(self, source: str) -> None:
        """Show another script. Nothing of the one before can be brought back by undoing."""
        self._quiet = True
        self.text.delete("1.0", tk.END)
        self.text.insert("1.0", source)
        self.text.edit_reset()
        self.text.edit_modified(False)
        self._quiet = False
        self.text.mark_set("insert", "1.0")
        self.text.see("1.0")
        self.mark_fault(0)
        self._refresh()

    def replace(self, source: str) -> None:
        """Change the text to another one as a person would: only what differs is touched, and it can be undone."""
        old = self.source
        start = _common(old, source)
        end = _common(old[start:][::-1], source[start:][::-1])
        self.text.edit_separator()
        self.text.replace(f"1.0+{start}c", f"1.0+{len(old) - end}c", source[start : len(source) - end])
        self.text.edit_separator()

    def show_edited(self, edited: bool) -> None:
        """Offer to restore the original, if the text is not it."""
        if edited:
            self.restore_button.pack(side=tk.RIGHT)
        else:
            self.restore_button.pack_forget()

    def mark_fault(self, line: int) -> None:
        """Mark a line as the one where things went wrong, and bring it into sight; 0 marks none."""
        self.text.tag_remove("fault", "1.0", tk.END)
        self._numbers.fault = line
        if line:
            self.text.tag_add("fault", f"{line}.0", f"{line}.0 lineend +1c")
            self.text.see(f"{line}.0")
            # Once more when the panes have their new sizes: what tells of the fault takes room from the code.
            self.text.after_idle(self.text.see, f"{line}.0")
        self._numbers.draw_soon()

    def mark_processes(self, lines: Mapping[int, int]) -> None:
        """Mark the line that each process, by its number, is on: with its colour beside, and a soft ground."""
        marks: dict[int, list[int]] = {}
        for process, line in sorted(lines.items()):
            marks.setdefault(line, []).append(process)
        if marks == self._numbers.marks:
            return
        self._numbers.marks = marks
        self.text.tag_remove("at", "1.0", tk.END)
        for line in marks:
            self.text.tag_add("at", f"{line}.0", f"{line}.0 lineend +1c")
        self._numbers.draw_soon()

    def _modified(self) -> None:
        if self._quiet or not self.text.edit_modified():
            return
        self.text.edit_modified(False)
        self.mark_fault(0)
        self._refresh()
        self._edited(self.source)

    def _refresh(self) -> None:
        self._highlighter.start()
        self._numbers.draw_soon()
        self.inputs.refresh()

    def _dress_text(self) -> None:
        look, p = self._look, self._look.palette
        self._text_frame.configure(background=p.sunken)
        self._frame.configure(background=p.sunken)
        self.inputs.pack_configure(padx=look.px(4), pady=(0, look.px(6)))
        self.restore_button.configure(text=look.words("code.restore"))
        self.text.configure(
            background=p.sunken,
            foreground=p.ink,
            insertbackground=p.ink,
            insertwidth=look.px(2),
            selectbackground=p.selection,
            selectforeground=p.ink,
            inactiveselectbackground=p.selection,
            highlightbackground=p.sunken,
            highlightcolor=p.focus,
            padx=look.px(6),
            pady=look.px(4),
            spacing1=look.px(1),
            spacing3=look.px(2),
            tabs=(round(look.measure(" " * INDENT, "code")[0]),),
        )
        for manner in MANNERS:
            self.text.tag_configure(manner, foreground=getattr(p, manner))
        self.text.tag_configure("at", background=p.soft)
        self.text.tag_configure("fault", background=p.bad_soft)
        self.text.tag_raise("sel")
        self._numbers.draw_soon()


def _editor(parent: tk.Misc) -> tk.Text:
    text = tk.Text(
        parent,
        font="lab.code",
        wrap="none",
        undo=True,
        maxundo=2000,
        borderwidth=0,
        highlightthickness=2,
        width=20,
        height=4,
    )
    for key, action in {
        "<Tab>": _indent,
        "<Shift-Tab>": _dedent,
        "<ISO_Left_Tab>": _dedent,
        "<Return>": _new_line,
        "<BackSpace>": _back,
    }.items():
        # Not every system has every key: <ISO_Left_Tab> is X11's name for Shift+Tab.
        try:
            text.bind(key, action)
        except tk.TclError:
            continue
    for key in ("<Control-y>", "<Control-Shift-Z>"):
        text.bind(key, lambda _: _do(text, "<<Redo>>"))
    text.bind("<Control-a>", lambda _: _do(text, "<<SelectAll>>"))
    return text


def _do(text: tk.Text, event: str) -> str:
    text.event_generate(event)
    return "break"


def _selected_lines(text: tk.Text) -> range:
    first, last = (text.index("sel.first"), text.index("sel.last -1c")) if text.tag_ranges("sel") else ("insert",) * 2
    return range(int(text.index(first).split(".")[0]), int(text.index(last).split(".")[0]) + 1)


def _indent(event: "tk.Event[tk.Text]") -> str:
    text = event.widget
    if text.tag_ranges("sel"):
        for line in _selected_lines(text):
            text.insert(f"{line}.0", " " * INDENT)
    else:
        column = int(text.index("insert").split(".")[1])
        text.insert("insert", " " * (INDENT - column % INDENT))
    return "break"


def _dedent(event: "tk.Event[tk.Text]") -> str:
    text = event.widget
    for line in _selected_lines(text):
        start = text.get(f"{line}.0", f"{line}.{INDENT}")
        text.delete(f"{line}.0", f"{line}.{len(start) - len(start.lstrip(' '))}")
    return "break"


def _new_line(event: "tk.Event[tk.Text]") -> str:
    text = event.widget
    before = text.get("insert linestart", "insert")
    indent = before[: len(before) - len(before.lstrip())]
    deeper = " " * INDENT if before.rstrip().endswith(":") else ""
    if text.tag_ranges("sel"):
        text.delete("sel.first", "sel.last")
    text.insert("insert", "\n" + indent + deeper)
    text.see("insert")
    return "break"


def _back(event: "tk.Event[tk.Text]") -> str | None:
    text = event.widget
    before = text.get("insert linestart", "insert")
    if text.tag_ranges("sel") or not before or before.strip() or "\t" in before:
        return None
    text.delete(f"insert -{(len(before) - 1) % INDENT + 1}c", "insert")
    return "break"


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    length = min(len(one), len(other))
    return next((i for i in range(length) if one[i] != other[i]), length)
