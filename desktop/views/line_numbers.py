"""The numbers of the lines that are in sight, beside a Text widget."""

import tkinter as tk

from desktop.theme import process_colour
from desktop.views.look import Look

MOST_MARKS = 3  # processes that are marked at one line


class LineNumbers(tk.Canvas):
    """Draws itself when told that the text may have moved; many tellings before the next idle moment are one."""

    def __init__(self, parent: tk.Misc, look: Look, text: tk.Text) -> None:
        super().__init__(parent, highlightthickness=0, borderwidth=0, width=1, height=1)
        self._look, self._text = look, text
        self._pending = False
        self.fault = 0
        self.marks: dict[int, list[int]] = {}  # line -> the processes that are on it
        text.bind("<Configure>", lambda _: self.draw_soon(), add=True)

    def draw_soon(self) -> None:
        """Draw at the next idle moment."""
        if not self._pending:
            self._pending = True
            self.after_idle(self._draw)

    def _draw(self) -> None:
        self._pending = False
        if not self.winfo_exists():
            return
        look, p = self._look, self._look.palette
        last = int(self._text.index("end-1c").split(".")[0])
        width = round(look.measure("0" * max(2, len(str(last))), "code")[0]) + look.px(10 + 4 * MOST_MARKS)
        self.configure(background=p.sunken, width=width)
        self.delete("all")
        line = int(self._text.index("@0,0").split(".")[0])
        half = round(look.measure("0", "code")[1] / 2) + look.px(1)
        while (info := self._text.dlineinfo(f"{line}.0")) is not None and line <= last:
            middle = info[1] + half
            for i, process in enumerate(self.marks.get(line, ())[:MOST_MARKS]):
                left = i * look.px(4)
                colour = process_colour(p, process)
                self.create_rectangle(left, info[1], left + look.px(3), info[1] + info[3], fill=colour, width=0)
            if line == self.fault:
                self.create_rectangle(0, info[1], width, info[1] + info[3], fill=p.bad, width=0)
            self.create_text(
                width - look.px(6),
                middle,
                text=line,
                anchor=tk.E,
                font="lab.code",
                fill=p.surface if line == self.fault else p.muted,
            )
            line += 1
