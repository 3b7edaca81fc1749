"""An input for each constant of the script. Setting an input edits its line; editing the line sets the input."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from desktop.check import syntax_fault
from desktop.views.flow import Flow
from desktop.views.look import Look
from desktop.views.popdown import dress_popdown
from desktop.views.tooltip import Tooltip
from workers.catalog import Constant, ConstantError, constants, with_constant


class Inputs(tk.Frame):
    """`source()` is the script as it is now; `set_source(source)` is given the script that setting an input makes."""

    def __init__(
        self, parent: tk.Misc, look: Look, source: Callable[[], str], set_source: Callable[[str], None]
    ) -> None:
        super().__init__(parent)
        self._look, self._source, self._set_source = look, source, set_source
        self.fields: dict[str, Field] = {}
        self._flow = Flow(self, look)
        self._flow.pack(fill=tk.X)
        self._message = ttk.Label(self, style="Wrong.TLabel")
        self._error: ConstantError | None = None
        look.dress(self, self._dress)

    def refresh(self) -> None:
        """Show the inputs of the script as it is now. While it does not parse, they stay, but cannot be set."""
        source = self._source()
        found = constants(source)
        if not found and self.fields and syntax_fault(source, ""):
            for field in self.fields.values():
                field.enable(False)
            return
        shapes = [(c.name, c.kind, c.choices) for c in found]
        if shapes != [(f.constant.name, f.constant.kind, f.constant.choices) for f in self.fields.values()]:
            old = self.fields
            self.fields = {c.name: Field(self._flow, self._look, c, self._set) for c in found}
            self._flow.set_items(list(self.fields.values()))
            for field in old.values():
                field.destroy()
            self._tell(None)
        for constant in found:
            self.fields[constant.name].enable(True)
            self.fields[constant.name].show(constant)

    @property
    def message(self) -> str:
        """What is said about a value that does not fit; "" if all fit."""
        return str(self._message.cget("text")) if self._error is not None else ""

    @property
    def wrong(self) -> bool:
        """Whether an input holds something that does not fit."""
        return self._error is not None

    def _set(self, name: str, text: str) -> None:
        try:
            # The script is asked for anew: another input may have changed it a moment ago.
            before = self._source()
            source = with_constant(before, name, text)
        except ConstantError as error:
            self.fields[name].wrong(True)
            self._tell(error)
            return
        self.fields[name].wrong(False)
        if self._error is not None and self._error.name == name:
            self._tell(None)
        if source != before:
            self._set_source(source)

    def _tell(self, error: ConstantError | None) -> None:
        self._error = error
        if error is None:
            self._message.pack_forget()
            return
        places = {"name": error.name, "text": error.text, "choices": ", ".join(map(str, error.choices))}
        self._message.configure(text=self._look.words(f"input.wrong_{error.kind or 'name'}", **places))
        self._message.pack(anchor=tk.W)

    def _dress(self) -> None:
        for widget in (self, self._flow):
            widget.configure(background=self._look.palette.surface)
        self._message.configure(wraplength=self._look.px(420))
        for field in self.fields.values():
            field.dress()
        self._tell(self._error)
        self._flow.set_items(list(self.fields.values()))


class Field(tk.Frame):
    """One input: a check box, a list to choose from, or an entry. `set_text(name, text)` is told what was set."""

    def __init__(self, parent: tk.Misc, look: Look, constant: Constant, set_text: Callable[[str, str], None]) -> None:
        super().__init__(parent)
        self._look = look
        self.constant = constant
        self._set_text = set_text
        self._quiet = False
        self.value = tk.StringVar(self)
        self.widget: ttk.Checkbutton | ttk.Combobox | ttk.Entry
        self._label = ttk.Label(self, style="Code.TLabel")
        if constant.kind == "bool":
            self.widget = ttk.Checkbutton(
                self,
                text=f" {constant.name}",
                variable=self.value,
                onvalue="True",
                offvalue="False",
                style="TCheckbutton",
            )
        else:
            self._label.configure(text=constant.name)
            self._label.pack(side=tk.LEFT)
            self.widget = self._combobox() if constant.kind == "choice" else self._entry()
            self.widget.configure(textvariable=self.value)
        self.widget.pack(side=tk.LEFT)
        self.value.trace_add("write", lambda *_: self._changed())
        Tooltip(self.widget, look, lambda: self.constant.comment)
        self.dress()

    def show(self, constant: Constant) -> None:
        """Show the value that stands in the script; what a person is just typing is left as they type it."""
        self.constant = constant
        if _same(constant, self.value.get()):
            self.wrong(False)
            return
        self._quiet = True
        self.value.set(str(constant.value))
        self._quiet = False
        self.wrong(False)

    def enable(self, enabled: bool) -> None:
        """Let it be set, or not."""
        self.widget.state(["!disabled" if enabled else "disabled"])

    def wrong(self, wrong: bool) -> None:
        """Show whether what is in it does not fit."""
        if isinstance(self.widget, ttk.Entry) and not isinstance(self.widget, ttk.Combobox):
            self.widget.configure(style="Wrong.TEntry" if wrong else "TEntry")

    def dress(self) -> None:
        """Take the look's colours and sizes."""
        self.configure(background=self._look.palette.surface)
        if self._label.winfo_manager():
            self._label.pack_configure(padx=(0, self._look.px(6)))
        if isinstance(self.widget, ttk.Entry):
            # An entry finds the new place of its text when it is told of its font, not when the font changes.
            self.widget.configure(font="lab.code")
        if isinstance(self.widget, ttk.Combobox):
            dress_popdown(self.widget, self._look)

    def _combobox(self) -> ttk.Combobox:
        choices = [str(choice) for choice in self.constant.choices]
        return ttk.Combobox(self, values=choices, state="readonly", width=max(map(len, choices)), font="lab.code")

    def _entry(self) -> ttk.Entry:
        return ttk.Entry(self, font="lab.code", width=16 if self.constant.kind == "str" else 7)

    def _changed(self) -> None:
        if not self._quiet:
            self._set_text(self.constant.name, self.value.get())


def _same(constant: Constant, text: str) -> bool:
    """Whether a text means the value that a constant has: "1_000" is 1000, and need not be written anew."""
    try:
        typed = with_constant(f"{constant.name} = {_literal(constant)}", constant.name, text)
    except ConstantError:
        return False
    (value,) = constants(typed)
    return value.value == constant.value


def _literal(constant: Constant) -> str:
    if constant.kind == "choice":
        return f"{constant.choices!r}[{constant.choices.index(constant.value)}]"
    return repr(constant.value)
