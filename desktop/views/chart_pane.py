"""The bars of the results, linear or logarithmic, with the runs before beside; or the same numbers as a table."""

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import NamedTuple

from desktop.paint.canvas import paint
from desktop.scenes.bars import Series, bars, table
from desktop.scenes.distribution import distribution
from desktop.scenes.shapes import Scene, Text
from desktop.scenes.units import is_scaled
from desktop.views.card import Card
from desktop.views.look import Look
from desktop.views.scrolled import add_scrollbars
from desktop.views.segments import Segments


class Chart(NamedTuple):
    """What is to be shown: the runs, the newest first; their unit; whether the newest was watched; of how many runs."""

    series: tuple[Series, ...] = ()
    unit: str = ""
    watched: bool = True
    runs: int = 1


class ChartPane(Card):
    """`scale_chosen(logarithmic)` is called when a person switches the axis."""

    def __init__(
        self,
        parent: tk.Misc,
        look: Look,
        logarithmic: bool,
        scale_chosen: Callable[[bool], None],
        forget: Callable[[], None],
    ) -> None:
        super().__init__(parent, look, "chart.heading")
        self._look, self._scale_chosen = look, scale_chosen
        self.chart = Chart()
        self.scene: Scene = ()
        self._empty_word = "chart.empty"
        self._pending = False
        self.logarithmic = logarithmic
        self._as_table = self._as_counts = False
        scales = {"linear": "chart.linear", "log": "chart.logarithmic"}
        self._scale = Segments(self.tools, look, scales, self._choose_scale, "Small.Segment.TButton")
        self._scale.show("log" if logarithmic else "linear")
        self._table_button = ttk.Button(self.tools, style="Link.TButton", command=self.switch_table)
        self._counts_button = ttk.Button(self.tools, style="Link.TButton", command=self.switch_counts)
        self._copy = ttk.Button(self.tools, style="Link.TButton", command=self.copy)
        self._forget = ttk.Button(self.tools, style="Link.TButton", command=forget)
        self._scale.pack(side=tk.RIGHT)
        self._table_button.pack(side=tk.RIGHT)
        self._note = ttk.Label(self.body, style="Small.TLabel")
        self._frame = tk.Frame(self.body)
        self._frame.pack(fill=tk.BOTH, expand=True)
        self.canvas = tk.Canvas(self._frame, highlightthickness=0, width=1, height=1)
        add_scrollbars(self.canvas)
        self._numbers = tk.Text(
            self._frame, borderwidth=0, highlightthickness=2, font="lab.code", width=1, height=1, wrap="none"
        )
        self.canvas.bind("<Configure>", lambda _: self.draw_soon())
        self.body.bind("<Configure>", lambda e: self._note.configure(wraplength=max(80, e.width)))
        self.canvas.bind("<Button-4>", lambda _: self._wheel(-1))
        self.canvas.bind("<Button-5>", lambda _: self._wheel(1))
        self.canvas.bind("<MouseWheel>", lambda e: self._wheel(-1 if e.delta > 0 else 1))
        look.dress(self.canvas, self._dress_canvas)

    def show(self, chart: Chart, empty: str = "chart.empty") -> None:
        """Show these bars; if there are none, the sentence that the word `empty` names."""
        self.chart, self._empty_word = chart, empty
        self._tell()
        self.draw_soon()

    @property
    def note(self) -> str:
        """What is said above the bars: their unit, and how they came about."""
        return str(self._note.cget("text")) if self.chart.series else ""

    def shown(self) -> list[dict[str, str]]:
        """The bars that are drawn, with the values that are written on them."""
        return [
            {"label": shape.id.removeprefix("value:"), "text": shape.text}
            for shape in self.scene
            if isinstance(shape, Text) and shape.id.startswith("value:")
        ]

    def draw_soon(self) -> None:
        """Draw at the next idle moment, once, however often it is asked for until then."""
        if not self._pending:
            self._pending = True
            self.after_idle(self.draw)

    def draw(self) -> None:
        """Draw now."""
        self._pending = False
        if not self.canvas.winfo_exists():
            return
        look, canvas = self._look, self.canvas
        width, height = canvas.winfo_width() - look.px(8), canvas.winfo_height() - look.px(4)
        self.scene = ()
        if self.chart.series and width > look.px(40):
            series, unit = self._counted()
            self.scene = bars(
                series,
                unit,
                width,
                max(height, look.px(40)),
                look.measure,
                logarithmic=self.logarithmic,
                zoom=look.zoom,
            )
        paint(canvas, self.scene, look.palette, look.scene_fonts)
        if not self.scene:
            self._draw_empty()
        box = canvas.bbox("all") or (0, 0, 0, 0)
        canvas.configure(scrollregion=(0, 0, width, max(box[3] + 2 if box[3] > height + look.px(4) else 0, 1)))

    def switch_counts(self) -> None:
        """Show how often each outcome came, or the values again."""
        self._as_counts = not self._as_counts
        self._tell()
        self.draw_soon()

    def _counted(self) -> tuple[tuple[Series, ...], str]:
        """What is shown, and its unit: the values, or how often each came."""
        counts = distribution(self.chart.series, self.chart.unit) if self._as_counts else None
        if counts is None:
            return self.chart.series, self.chart.unit
        return counts.series, self._look.words("chart.times")

    def switch_table(self) -> None:
        """Show the numbers as a table, or the bars again."""
        self._as_table = not self._as_table
        if self._as_table:
            self.canvas.grid_remove()
            self._numbers.grid(row=0, column=0, sticky="nswe")
            self._copy.pack(side=tk.RIGHT, before=self._table_button)
        else:
            self._numbers.grid_remove()
            self.canvas.grid()
            self._copy.pack_forget()
        self._dress_canvas()

    def copy(self) -> None:
        """Put the table on the clipboard, its columns divided by tabs, as spreadsheets take them."""
        self.clipboard_clear()
        self.clipboard_append("\n".join("\t".join(row) for row in self._rows()))

    def _rows(self) -> Sequence[Sequence[str]]:
        series, unit = self._counted()
        captions = [s.caption or self._look.words("chart.this_run") for s in series]
        return [[unit, *captions], *table(series)]

    def _choose_scale(self, name: str) -> None:
        self.logarithmic = name == "log"
        self._scale_chosen(self.logarithmic)
        self.draw_soon()

    def _wheel(self, steps: int) -> None:
        low, high = self.canvas.yview()
        if (low, high) != (0.0, 1.0):
            self.canvas.yview_scroll(steps * 2, "units")

    def _draw_empty(self) -> None:
        look = self._look
        width, height = self.canvas.winfo_width(), self.canvas.winfo_height()
        self.canvas.create_text(
            width / 2,
            height / 2,
            text=look.fold(look.words(self._empty_word), max(1, min(width - look.px(40), look.px(360)))),
            font="lab.text",
            fill=look.palette.muted,
            justify=tk.CENTER,
        )

    def _tell(self) -> None:
        words, chart = self._look.words, self.chart
        if not chart.series:
            self._note.pack_forget()
        else:
            how = words("chart.watched" if chart.watched else "chart.measured")
            spread = words("chart.spread", runs=chart.runs) if chart.runs > 1 else ""
            unit = words("chart.unit", unit=chart.unit) if chart.unit and not is_scaled(chart.unit) else ""
            counts = distribution(chart.series, chart.unit)
            if counts is not None and self._as_counts:
                unit, spread = words("chart.counted", label=counts.label), ""
            self._note.configure(text="  ".join(filter(None, (unit, how, spread))))
            self._note.pack(anchor=tk.W, before=self._frame, pady=(0, self._look.px(4)))
        if distribution(chart.series, chart.unit) is not None:
            self._counts_button.configure(text=words("chart.as_values" if self._as_counts else "chart.as_counts"))
            self._counts_button.pack(side=tk.RIGHT, after=self._table_button)
        else:
            self._counts_button.pack_forget()
        if len(chart.series) > 1:
            self._forget.pack(side=tk.RIGHT, after=self._table_button)
        else:
            self._forget.pack_forget()
        self._numbers.configure(state="normal")
        self._numbers.delete("1.0", tk.END)
        if chart.series:
            self._numbers.insert("1.0", _aligned(self._rows()))
        self._numbers.configure(state="disabled")

    def _dress_canvas(self) -> None:
        look, p = self._look, self._look.palette
        self._frame.configure(background=p.surface)
        self.canvas.configure(background=p.surface)
        self._numbers.configure(
            background=p.surface,
            foreground=p.ink,
            highlightbackground=p.surface,
            highlightcolor=p.focus,
            selectbackground=p.selection,
            selectforeground=p.ink,
            spacing3=look.px(3),
        )
        self._table_button.configure(text=look.words("chart.as_bars" if self._as_table else "chart.as_table"))
        self._copy.configure(text=look.words("chart.copy"))
        self._forget.configure(text=look.words("chart.forget"))
        self._tell()
        self.draw_soon()


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
