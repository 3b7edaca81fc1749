"""The list that a combobox drops down is a plain Tk listbox, made once: it must be told when the look changes."""

from tkinter import ttk

from desktop.views.look import Look


def dress_popdown(combobox: ttk.Combobox, look: Look) -> None:
    """Give a combobox's list the colours of the moment."""
    p = look.palette
    popdown = combobox.tk.call("ttk::combobox::PopdownWindow", combobox)
    colours = {"background": p.surface, "foreground": p.ink, "selectbackground": p.soft, "selectforeground": p.accent}
    for option, colour in colours.items():
        combobox.tk.call(f"{popdown}.f.l", "configure", f"-{option}", colour)
    combobox.tk.call(f"{popdown}.f.l", "configure", "-font", "lab.text", "-borderwidth", 0, "-highlightthickness", 0)
    combobox.tk.call(f"{popdown}.f", "configure", "-borderwidth", 1)
