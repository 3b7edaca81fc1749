"""Puts the panes where `desktop.layout` says, and lets a person drag the gaps and choose what is unfolded."""

import tkinter as tk
from collections.abc import Mapping, Sequence
from typing import cast

from desktop.layout import GAP, Arrangement, PaneName, Ratios, Rect, Sash, Switch, arrange
from desktop.views.card import Card
from desktop.views.look import Look
from desktop.views.segments import Segments
from desktop.views.stage_pane import StagePane

LEAST, MOST = 0.15, 0.85  # of the room that a dragged gap leaves to each side
Pane = Card | StagePane
STEP = 0.04  # that an arrow key moves a gap


class Panes(tk.Frame):
    """The room below the tabs. `adopt` tells it its panes, which must be its children."""

    def __init__(self, parent: tk.Misc, look: Look) -> None:
        super().__init__(parent)
        self._look = look
        self._panes: Mapping[PaneName, Pane] = {}
        self._experiments: tk.Widget | None = None
        self._menu: tk.Widget | None = None
        self._chosen: tuple[PaneName, ...] = ("lesson", "code", "chart", "output")
        self._sashes: dict[str, _SashGrip] = {}
        self._switches: dict[tuple[PaneName, ...], Segments] = {}
        self.ratios = Ratios()
        self.enlarged: PaneName | None = None
        self.arrangement: Arrangement | None = None
        self.bind("<Configure>", lambda _: self.arrange())

    def adopt(self, panes: Mapping[PaneName, Pane], experiments: tk.Widget, menu: tk.Widget) -> None:
        """Take the panes, the list of experiments, and what stands for the list when it is folded."""
        self._panes, self._experiments, self._menu = panes, experiments, menu
        self._look.dress(self, self._dress)

    def bring_up(self, *names: PaneName) -> None:
        """Show these panes where they share a place with others, the first before the next."""
        self._chosen = (*names, *(name for name in self._chosen if name not in names))
        self.arrange()

    def enlarge(self, name: PaneName | None) -> None:
        """Let one pane fill the room; None puts it back."""
        if name != self.enlarged:
            self.enlarged = name
            self.arrange()

    def arrange(self) -> None:
        """Put everything in its place."""
        if self._experiments is None or self._menu is None or self.winfo_width() < 2:
            return
        new = arrange(self.winfo_width(), self.winfo_height(), self._look.zoom, self.ratios, self._chosen)
        if self.enlarged is not None:
            gap = self._look.px(GAP)
            whole = Rect(gap, gap, self.winfo_width() - 2 * gap, self.winfo_height() - 2 * gap)
            new = Arrangement({self.enlarged: whole}, (), (), None, None)
        self.arrangement = new
        switched = {name for switch in new.switches for name in switch.panes}
        for name, pane in self._panes.items():
            pane.show_heading(name not in switched or name == "lesson")  # a lesson's heading is its title
            _place(pane, new.panes.get(name))
        _place(self._experiments, new.experiments)
        _place(self._menu, new.menu)
        self._place_sashes(new.sashes)
        self._place_switches(new.switches)

    def drag(self, sash: Sash, ratio: float) -> None:
        """Give the room before a gap another share."""
        self.ratios = self.ratios._replace(**{sash.name: min(MOST, max(LEAST, ratio))})
        self.arrange()

    def _place_sashes(self, sashes: Sequence[Sash]) -> None:
        for name in self._sashes.keys() - {sash.name for sash in sashes}:
            self._sashes[name].place_forget()
        for sash in sashes:
            if sash.name not in self._sashes:
                self._sashes[sash.name] = _SashGrip(self, self._look, sash.upright)
            self._sashes[sash.name].show(sash, getattr(self.ratios, sash.name))

    def _place_switches(self, switches: Sequence[Switch]) -> None:
        for panes in self._switches.keys() - {switch.panes for switch in switches}:
            self._switches[panes].place_forget()
        for switch in switches:
            if switch.panes not in self._switches:
                words = {str(name): f"pane.{name}" for name in switch.panes}
                self._switches[switch.panes] = Segments(
                    self, self._look, words, lambda name: self.bring_up(cast("PaneName", name))
                )
            segments = self._switches[switch.panes]
            segments.configure(background=self._look.palette.background)
            segments.show(switch.shown)
            segments.place(x=switch.rect.x, y=switch.rect.y)

    def _dress(self) -> None:
        self.configure(background=self._look.palette.background)
        # Fonts and so the wishes of widgets have changed: they are known when Tk has nothing else to do.
        self.after_idle(self.arrange)


class _SashGrip(tk.Frame):
    """A gap between panes: dragged with the pointer, or moved with the arrow keys when it has the keyboard."""

    def __init__(self, panes: Panes, look: Look, upright: bool) -> None:
        cursor = "sb_h_double_arrow" if upright else "sb_v_double_arrow"
        super().__init__(panes, cursor=cursor, takefocus=True, highlightthickness=2)
        self._panes, self._upright = panes, upright
        self._sash: Sash | None = None
        self._ratio = 0.5
        self.bind("<B1-Motion>", self._dragged)
        for key, step in {"Left": -STEP, "Up": -STEP, "Right": STEP, "Down": STEP}.items():
            self.bind(f"<{key}>", lambda _, s=step: self._step(s))  # type: ignore[misc]
        look.dress(self, lambda: self._dress(look))

    def show(self, sash: Sash, ratio: float) -> None:
        self._sash, self._ratio = sash, ratio
        _place(self, sash.rect)

    def _dragged(self, event: "tk.Event[tk.Misc]") -> None:
        assert self._sash is not None
        room = self._panes.winfo_rootx() if self._upright else self._panes.winfo_rooty()
        at = (event.x_root if self._upright else event.y_root) - room
        self._panes.drag(self._sash, (at - self._sash.begin) / max(1, self._sash.length))

    def _step(self, step: float) -> None:
        assert self._sash is not None
        self._panes.drag(self._sash, self._ratio + step)

    def _dress(self, look: Look) -> None:
        p = look.palette
        self.configure(background=p.background, highlightbackground=p.background, highlightcolor=p.focus)


def _place(widget: tk.Widget, rect: Rect | None) -> None:
    if rect is None:
        widget.place_forget()
    else:
        widget.place(x=rect.x, y=rect.y, width=rect.width, height=rect.height)
