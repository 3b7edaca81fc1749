"""The keys of the window."""

import tkinter as tk
from collections.abc import Callable, Mapping

Action = Callable[[], object]


def bind_keys(root: tk.Tk, keys: Mapping[str, Action]) -> None:
    """Bind key sequences such as "<F5>" for the whole window; what the widget with the keyboard would do is left out.

    A sequence that this system does not know is passed over.
    """
    for sequence, action in keys.items():
        try:
            root.bind_class(_TAG, sequence, lambda _, a=action: _stop_after(a))  # type: ignore[misc]
        except tk.TclError:
            continue
    _tag_all(root)
    # A widget is tagged when the pointer or the keyboard first reaches it: views make widgets all the time.
    for event in ("<FocusIn>", "<Enter>"):
        root.bind_all(event, lambda e: _tag(e.widget) if isinstance(e.widget, tk.Misc) else None, add=True)


_TAG = "LabKeys"


def _stop_after(action: Action) -> str:
    action()
    return "break"


def _tag(widget: tk.Misc) -> None:
    tags = widget.bindtags()
    if _TAG not in tags:
        # First of all, so that a Text widget does not take Ctrl+O for opening a line.
        widget.bindtags((_TAG, *tags))


def _tag_all(widget: tk.Misc) -> None:
    _tag(widget)
    for child in widget.winfo_children():
        _tag_all(child)
