"""What the run prints, each line with a swatch and the name of the process that printed it.

Lines are taken from the run's Output a bounded number in a tick, put in with one call, and the oldest are dropped
from the widget (not from the Output) when there are too many: a script that prints without end costs a tick no more
than one that prints a little.
"""

import time
import tkinter as tk
from tkinter import ttk
from typing import Any

from desktop.output import Output, OutputLine, shown
from desktop.run_state import RunState
from desktop.theme import PROCESS_COLOURS, process_colour
from desktop.views.card import Card
from desktop.views.look import Look
from desktop.views.scrolled import add_scrollbars

LINES_A_TICK = 100
REST = 0.03  # seconds between two times that lines are put in: nobody sees more pictures, and each costs the display
MOST_SHOWN = 5_000  # lines in the widget
MOST_BEHIND = 1_000  # lines that the widget may be behind; beyond, it leaves lines out and says so
MOST_DROPPED = 200  # lines that go at once: to take away thousands would take as many microseconds, times four


class OutputPane(Card):
    """Shows one run's output; `catch_up` is to be called in each tick in which something may have been printed."""

    def __init__(self, parent: tk.Misc, look: Look) -> None:
        super().__init__(parent, look, "output.heading")
        self._look = look
        self._state: RunState | None = None
        self._next = 0  # the first line of the output that is not in the widget
        self._open = False  # the last line in the widget had not come to its end
        self._rests_until = 0.0
        self._cleared = 0  # lines that a person has cleared away
        self._frame = tk.Frame(self.body)
        self._frame.pack(fill=tk.BOTH, expand=True)
        self.text = tk.Text(
            self._frame, wrap="word", font="lab.code", borderwidth=0, highlightthickness=2, width=20, height=3
        )
        self.text.configure(state="disabled", takefocus=True)
        add_scrollbars(self.text)
        self._counter = ttk.Label(self.body, style="Small.TLabel")
        self._clear = ttk.Button(self.tools, style="Link.TButton", command=self.clear)
        self._copy = ttk.Button(self.tools, style="Link.TButton", command=self.copy)
        self._clear.pack(side=tk.RIGHT)
        self._copy.pack(side=tk.RIGHT)
        look.dress(self.text, self._dress_text)

    def show(self, state: RunState | None) -> None:
        """Show the output of another run, from its beginning; None for nothing."""
        self._state = state
        self._cleared = 0
        self._restart(0)

    def catch_up(self) -> bool:
        """Show the next lines. Says whether there are more."""
        output = self._output
        end = len(output)
        if time.perf_counter() < self._rests_until:
            return self._next < end
        if self._open and self._next and not self._still_open(output):
            self._take_back_last()
        begin = self._next
        if end - begin > MOST_BEHIND + LINES_A_TICK:
            begin = end - MOST_BEHIND
        last = min(end, begin + LINES_A_TICK)
        if begin < last:
            self._insert(output, begin, last)
            self._rests_until = time.perf_counter() + REST
        self._count()
        return last < end

    def show_traceback(self) -> None:
        """Bring the last thing written to stderr into sight, from the beginning of its traceback."""
        while self.catch_up():
            pass
        found = self.text.search("Traceback (most recent call last)", tk.END, backwards=True)
        where = found or "end"
        self.text.see(tk.END)
        self.text.see(where)
        self.text.focus_set()

    def copy(self) -> None:
        """Put all lines of the run, or what is selected, on the clipboard."""
        if self.text.tag_ranges("sel"):
            text = self.text.get("sel.first", "sel.last")
        else:
            output = self._output
            text = "\n".join(output[i].text for i in range(self._cleared, len(output)))
        self.clipboard_clear()
        self.clipboard_append(text)

    def clear(self) -> None:
        """Take away what is shown. What comes next is shown."""
        self._cleared = len(self._output)
        self._restart(self._cleared)

    def lines(self) -> list[str]:
        """What is written in the widget, line by line."""
        return self.text.get("1.0", "end-1c").splitlines()

    @property
    def _output(self) -> Output:
        return self._state.output if self._state else _NOTHING

    def _restart(self, at: int) -> None:
        self._next, self._open, self._dropped = at, False, False
        self._rests_until = 0.0
        self._names, self._stop = set[str](), 0
        self.text.configure(state="normal")
        self.text.delete("1.0", tk.END)
        self.text.configure(state="disabled")
        self.catch_up()

    def _still_open(self, output: Output) -> bool:
        line = output[self._next - 1]
        return not line.ended and self._open_text == line.text

    def _take_back_last(self) -> None:
        self.text.configure(state="normal")
        self.text.delete("end-2l linestart", "end-1c")
        self.text.configure(state="disabled")
        self._next -= 1
        self._open = False

    def _insert(self, output: Output, begin: int, last: int) -> None:
        pieces: list[Any] = []  # text, its tags, text, its tags, …
        if begin > self._next:
            left_out = self._look.words("output.left_out", count=f"{begin - self._next:,}")
            pieces += (f"{left_out}\n", ("gap",))
        for i in range(begin, last):
            line = output[i]
            pieces += self._pieces(line)
        at_end = self.text.yview()[1] >= 0.999
        self.text.configure(state="normal")
        self.text.insert("end", *pieces)
        too_many = int(self.text.index("end-1c").split(".")[0]) - MOST_SHOWN
        if too_many > 0:
            self._dropped = True
            self.text.delete("1.0", f"{min(too_many, MOST_DROPPED) + 1}.0")
        self.text.configure(state="disabled")
        # Whoever has scrolled up to read is not pulled away from it.
        if at_end:
            self.text.yview_moveto(1.0)
        self._next, self._open, self._open_text = last, not line.ended, line.text

    def _pieces(self, line: OutputLine) -> tuple[str | tuple[str, ...], ...]:
        name, number = self._writer(line.pid)
        self._make_room_for(name)
        stream = ("stderr",) if line.stream == "stderr" else ()
        mark = self._look.words("output.error_mark") if stream else ""
        swatch = (
            f"swatch{0 if not number else (number - 1) % len(PROCESS_COLOURS) + 1}" if number is not None else "line"
        )
        # The swatch is two blanks on a coloured ground: a character for it would be a box in many fonts.
        return "  ", (swatch,), f" {name}\t", ("writer",), f"{mark}{shown(line.text)}\n", ("line", *stream)

    def _make_room_for(self, name: str) -> None:
        """Let the column of names be as wide as the widest so far, within reason."""
        if name in self._names:
            return
        self._names.add(name)
        look = self._look
        wanted = round(look.measure(f"     {name}", "small")[0]) + look.px(8)
        stop = min(wanted, max(look.px(60), round(self.text.winfo_width() * 0.4)))
        if stop > self._stop:
            self._stop = stop
            self.text.configure(tabs=(stop,))
            for tag in ("writer", "line"):
                self.text.tag_configure(tag, lmargin2=stop)

    def _writer(self, pid: int) -> tuple[str, int | None]:
        words = self._look.words
        process = self._state.processes.get(pid) if self._state else None
        if process is None:
            return (words("output.unknown"), None) if not pid else (str(pid), None)
        if process.number == 0:
            return words("output.main"), 0
        return process.name or words("output.process", number=process.number), process.number

    def _count(self) -> None:
        state, words = self._state, self._look.words
        output = self._output
        parts = []
        if self._dropped:
            parts.append(words("output.earlier", count=f"{MOST_SHOWN:,}"))
        if output.refused:
            parts.append(words("output.refused", count=f"{output.refused:,}"))
        if state and state.skipped:
            parts.append(words("output.skipped", count=f"{state.skipped:,}"))
        text = "  ".join(parts)
        if text != str(self._counter.cget("text")):
            self._counter.configure(text=text)
        if text and not self._counter.winfo_manager():
            self._counter.pack(anchor=tk.W, before=self._frame)
        elif not text and self._counter.winfo_manager():
            self._counter.pack_forget()

    def _dress_text(self) -> None:
        look, p = self._look, self._look.palette
        self._frame.configure(background=p.surface)
        self._clear.configure(text=look.words("output.clear"))
        self._copy.configure(text=look.words("output.copy"))
        self._counter.configure(wraplength=look.px(320))
        self.text.configure(
            background=p.surface,
            foreground=p.ink,
            highlightbackground=p.surface,
            highlightcolor=p.focus,
            selectbackground=p.selection,
            selectforeground=p.ink,
            inactiveselectbackground=p.selection,
            padx=look.px(2),
            spacing3=look.px(2),
        )
        self.text.tag_configure("writer", font="lab.small", foreground=p.muted)
        self.text.tag_configure("gap", font="lab.small", foreground=p.muted, justify=tk.CENTER, spacing1=look.px(4))
        self.text.tag_configure("stderr", background=p.bad_soft, foreground=p.bad)
        for number in range(len(PROCESS_COLOURS) + 1):
            self.text.tag_configure(f"swatch{number}", background=process_colour(p, number), font="lab.small")
        self.text.tag_raise("sel")
        self._restart(self._cleared)


_NOTHING = Output()
