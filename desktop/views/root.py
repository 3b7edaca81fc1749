"""The Tk root window, and what can only be known of it."""

import contextlib
import os
import signal
import sys
import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tkinter import filedialog

ICON = Path(__file__).parent.parent / "icons" / "ipc-lab.png"


class NoDisplayError(Exception):
    """There is no display to open a window on."""


def open_root() -> tk.Tk:
    """The root window, not in sight yet. Raises NoDisplayError."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  (Windows only)

        # Without this Windows draws the window small and blows it up, blurred, on a screen of high resolution.
        with contextlib.suppress(AttributeError, OSError):
            ctypes.windll.shcore.SetProcessDpiAwareness(1)
    try:
        root = tk.Tk(className="IPC-Lab")
    except tk.TclError as error:
        raise NoDisplayError(str(error)) from None
    root.withdraw()
    root.title("IPC Lab")
    with contextlib.suppress(tk.TclError):
        root.iconphoto(True, tk.PhotoImage(master=root, file=str(ICON)))
    return root


def screen_scale(root: tk.Tk, environment: Mapping[str, str] = os.environ) -> float:
    """How much larger than usual this screen wants things, in quarters: 1.0 at 96 dots an inch, 2.0 at 192."""
    with contextlib.suppress(KeyError, ValueError):
        return max(0.5, min(4.0, float(environment["GDK_SCALE"])))
    return max(1.0, round(root.winfo_fpixels("1i") / 96 * 4) / 4)


def place_root(root: tk.Tk, scale: float) -> None:
    """Give the window a size that the screen has room for, in its middle, and bring it into sight."""
    screen_width, screen_height = root.winfo_screenwidth(), root.winfo_screenheight()
    # The frame and panels that a desktop adds are not known beforehand: leave room for them.
    width = min(round(1280 * scale), screen_width - 16)
    height = min(round(800 * scale), screen_height - 64)
    root.geometry(f"{width}x{height}+{(screen_width - width) // 2}+{max(0, (screen_height - height) // 3)}")
    root.minsize(min(480, width), min(360, height))
    root.deiconify()


def toggle_full_screen(root: tk.Tk) -> None:
    """Fill the screen, or be a window again."""
    root.attributes("-fullscreen", not root.attributes("-fullscreen"))


def ask_script(root: tk.Tk, title: str) -> Path | None:
    """Let the person choose a script; None if they think better of it."""
    chosen = filedialog.askopenfilename(
        parent=root, title=title, filetypes=[("Python", "*.py *.pyw"), ("IPC Lab", "*.ipclab"), ("*", "*")]
    )
    return Path(chosen) if chosen else None


def ask_target(root: tk.Tk, title: str, name: str, types: Sequence[tuple[str, str]]) -> Path | None:
    """Let the person choose where to save something, and by its ending as what; None if they think better of it."""
    chosen = filedialog.asksaveasfilename(
        parent=root, title=title, initialfile=name, defaultextension=types[0][1], filetypes=list(types)
    )
    return Path(chosen) if chosen else None


def end_on_signals(root: tk.Tk, end: Callable[[], None]) -> None:
    """Close the window in good order when the system asks the program to end."""
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: root.after_idle(end))
