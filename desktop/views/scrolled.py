"""Scroll bars that come when there is something to scroll, and go when there is not."""

import tkinter as tk
from tkinter import ttk


def add_scrollbars(widget: tk.Text | tk.Canvas, *, across: bool = False, going: bool = False, style: str = "") -> None:
    """Give a widget a scroll bar at its right, and with `across` one below. Its parent becomes a grid of them.

    With `going` a bar goes out of sight again when it is not needed: only where that does not change what is needed.
    `style` is "Ground." for a bar on the window's ground instead of a card.
    """
    parent = widget.master
    widget.grid(row=0, column=0, sticky="nswe")
    parent.grid_rowconfigure(0, weight=1)
    parent.grid_columnconfigure(0, weight=1)
    down = ttk.Scrollbar(
        parent, orient=tk.VERTICAL, command=widget.yview, takefocus=False, style=f"{style}Vertical.TScrollbar"
    )
    widget.configure(yscrollcommand=lambda low, high: _show(down, low, high, going, row=0, column=1, sticky="ns"))
    if across:
        along = ttk.Scrollbar(parent, orient=tk.HORIZONTAL, command=widget.xview, takefocus=False)
        widget.configure(xscrollcommand=lambda low, high: _show(along, low, high, going, row=1, column=0, sticky="we"))


def _show(
    bar: ttk.Scrollbar, low: str | float, high: str | float, going: bool, *, row: int, column: int, sticky: str
) -> None:
    bar.set(low, high)
    needed = float(low) > 0.0 or float(high) < 1.0
    # The bar across takes a line's height, which may make the bar down needed, and so on for ever; so the one that
    # has been shown stays in the grid, empty and of the colour of the ground.
    if needed and not bar.winfo_manager():
        bar.grid(row=row, column=column, sticky=sticky)
    elif going and not needed and bar.winfo_manager():
        bar.grid_forget()
    bar.state(["!disabled" if needed else "disabled"])
