"""A show of hands: the question, a count to type in for each answer, and the counts as large bars."""

import tkinter as tk
from collections.abc import Callable
from functools import partial
from tkinter import ttk

from desktop.lessons import Lesson
from desktop.paint.canvas import paint
from desktop.scenes.bars import bars
from desktop.tally import Tally, count_of
from desktop.views.look import Look


class TallyView(tk.Frame):
    """`changed(tally)` is called whenever a count is typed. `right` is the answer to reveal, from 0."""

    def __init__(
        self, parent: tk.Misc, look: Look, lesson: Lesson, right: int, *, tally: Tally, changed: Callable[[Tally], None]
    ) -> None:
        super().__init__(parent, background=look.palette.surface)
        self._look, self._right, self._changed = look, right, changed
        self._answers = [block.text for block in lesson.answers]
        self.tally, self.revealed = tally, False
        question = tk.Label(
            self, font="lab.title", background=look.palette.surface, foreground=look.palette.ink, justify=tk.LEFT
        )
        question.pack(anchor=tk.W, padx=look.px(4), pady=(0, look.px(8)))
        self._question, self._question_text = question, " ".join(block.text for block in lesson.question)
        self.entries = [self._row(i) for i in range(len(self._answers))]
        self._foot()
        self.canvas = tk.Canvas(self, highlightthickness=0, width=1, height=1, background=look.palette.surface)
        self.canvas.pack(fill=tk.BOTH, expand=True, pady=(look.px(8), 0))
        self.canvas.bind("<Configure>", lambda _: self._draw())
        self.entries[0].focus_set()

    def reveal(self) -> None:
        """Mark the right answer."""
        self.revealed = True
        self._draw()

    def clear(self) -> None:
        """Set all counts to nothing."""
        for entry in self.entries:
            entry.delete(0, tk.END)
        self.revealed = False
        self._typed()

    def _row(self, number: int) -> ttk.Entry:
        look, p = self._look, self._look.palette
        row = tk.Frame(self, background=p.surface)
        row.pack(fill=tk.X, pady=look.px(2))
        entry = ttk.Entry(row, width=5, justify=tk.RIGHT, font="lab.text")
        if self.tally.counts[number]:
            entry.insert(0, str(self.tally.counts[number]))
        entry.pack(side=tk.LEFT, padx=(look.px(4), look.px(8)))
        for text, step in (("−", -1), ("+", 1)):
            command = partial(self._step, number, step)
            button = ttk.Button(row, text=text, style="Segment.TButton", width=2, command=command, takefocus=False)
            button.pack(side=tk.LEFT, padx=(0, look.px(2)))
        tk.Label(row, text=self._answers[number], font="lab.text", background=p.surface, foreground=p.ink).pack(
            side=tk.LEFT, padx=look.px(10)
        )
        entry.bind("<KeyRelease>", lambda _: self._typed())
        for key, step in (("<Up>", -1), ("<Down>", 1), ("<Return>", 1)):
            entry.bind(key, lambda _, s=step: self.entries[(number + s) % len(self.entries)].focus_set())  # type: ignore[misc]
        return entry

    def _foot(self) -> None:
        look, words = self._look, self._look.words
        row = tk.Frame(self, background=look.palette.surface)
        row.pack(fill=tk.X, pady=look.px(6))
        self._total = ttk.Label(row, style="Small.TLabel")
        ttk.Button(row, text=words("panel.hands_reveal"), command=self.reveal).pack(side=tk.LEFT, padx=look.px(4))
        ttk.Button(row, text=words("panel.hands_clear"), style="Link.TButton", command=self.clear).pack(side=tk.LEFT)
        self._total.pack(side=tk.LEFT, padx=look.px(12))

    def _step(self, number: int, step: int) -> None:
        entry = self.entries[number]
        count = max(0, (count_of(entry.get()) or 0) + step)
        entry.delete(0, tk.END)
        entry.insert(0, str(count))
        self._typed()

    def _typed(self) -> None:
        counts = [count_of(entry.get()) for entry in self.entries]
        for entry, count in zip(self.entries, counts, strict=True):
            entry.configure(style="TEntry" if count is not None else "Wrong.TEntry")
        self.tally = Tally(tuple(count or 0 for count in counts))
        self._changed(self.tally)
        self._draw()

    def _draw(self) -> None:
        look, canvas = self._look, self.canvas
        room = max(100, self.winfo_width() - look.px(16))
        self._question.configure(text=look.fold(self._question_text, room, "title"))
        self._total.configure(text=look.words("panel.hands_total", total=self.tally.total))
        labels = [f"✓ {text}" if self.revealed and i == self._right else text for i, text in enumerate(self._answers)]
        scene = bars(
            (self.tally.series(tuple(labels)),),
            "",
            max(1, canvas.winfo_width() - look.px(8)),
            max(1, canvas.winfo_height() - look.px(4)),
            look.measure,
            zoom=look.zoom,
        )
        paint(canvas, scene, look.palette, look.scene_fonts)
