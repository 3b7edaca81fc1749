"""A frame that scrolls when what is in it is higher than itself."""

import tkinter as tk

from desktop.views.scrolled import add_scrollbars


class ScrollFrame(tk.Frame):
    """Put widgets into `inner`. The wheel works anywhere over it, once `hear_wheel` was told of the widgets there."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self.canvas = tk.Canvas(self, highlightthickness=0, borderwidth=0, width=1, height=1)
        self.inner = tk.Frame(self.canvas)
        self._item = self.canvas.create_window(0, 0, window=self.inner, anchor=tk.NW)
        add_scrollbars(self.canvas, going=True, style="Ground.")
        self.inner.bind("<Configure>", lambda _: self._measure())
        self.canvas.bind("<Configure>", lambda _: self._measure())
        self.hear_wheel(self.canvas)

    def hear_wheel(self, widget: tk.Misc) -> None:
        """Scroll when the wheel turns over this widget, or one inside it."""
        widget.bind("<Button-4>", lambda _: self._scroll(-1), add=True)
        widget.bind("<Button-5>", lambda _: self._scroll(1), add=True)
        widget.bind("<MouseWheel>", lambda event: self._scroll(-1 if event.delta > 0 else 1), add=True)
        for child in widget.winfo_children():
            self.hear_wheel(child)

    def see(self, widget: tk.Widget) -> None:
        """Bring a widget that is in `inner` into sight."""
        self.update_idletasks()
        height = max(1, self.inner.winfo_height())
        top, bottom = widget.winfo_y() / height, (widget.winfo_y() + widget.winfo_height()) / height
        low, high = self.canvas.yview()
        if top < low:
            self.canvas.yview_moveto(top)
        elif bottom > high:
            self.canvas.yview_moveto(bottom - (high - low))

    def paint(self, background: str) -> None:
        """Take the colour of the ground."""
        for part in (self, self.canvas, self.inner):
            part.configure(background=background)

    def _scroll(self, steps: int) -> None:
        if self.canvas.yview() != (0.0, 1.0):
            self.canvas.yview_scroll(steps * 2, "units")

    def _measure(self) -> None:
        width, height = self.canvas.winfo_width(), self.inner.winfo_reqheight()
        self.canvas.itemconfigure(self._item, width=width)
        self.canvas.configure(scrollregion=(0, 0, width, max(height, self.canvas.winfo_height())))
