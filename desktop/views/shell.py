"""The frame of the window: its parts built and put where they belong. What they do is the window's business."""

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import NamedTuple

from desktop.layout import PaneName
from desktop.lesson_view import LessonActions
from desktop.shelf import MINE
from desktop.views.chart_pane import ChartPane
from desktop.views.code_pane import CodePane
from desktop.views.experiment_list import ExperimentList
from desktop.views.explore_bar import ExploreActions, ExploreBar
from desktop.views.lesson_pane import LessonPane
from desktop.views.look import Look
from desktop.views.menu import Entry, MenuButton
from desktop.views.notice import Notice
from desktop.views.output_pane import OutputPane
from desktop.views.panes import Pane, Panes
from desktop.views.run_bar import Actions, RunBar
from desktop.views.stage_pane import StageEvents, StagePane
from desktop.views.step_bar import StepActions, StepBar
from desktop.views.tabs import TabBar
from desktop.views.toolbar import ToolActions, Toolbar
from desktop.views.top_bar import TopBar


class Events(NamedTuple):
    """What a person can do, as the shell reports it."""

    topic: Callable[[str], None]
    script: Callable[[str], None]
    edited: Callable[[str], None]
    restore: Callable[[], None]
    logarithmic: Callable[[bool], None]
    forget: Callable[[], None]
    traceback: Callable[[], None]
    save: Callable[[], None]
    why: Callable[[], None]  # the last run ended badly
    lesson: LessonActions
    term: Callable[[str, int, int], None]  # of the glossary, clicked at that place of the screen
    experiments: Callable[[], Sequence[Entry]]  # for the menu that stands for the folded list
    run: Actions
    step: StepActions
    explore: ExploreActions
    tools: ToolActions


class Shell:
    """The parts, each under its name."""

    def __init__(
        self,
        root: tk.Tk,
        look: Look,
        events: Events,
        *,
        topics: Sequence[str],
        start_methods: Sequence[str],
        logarithmic: bool,
    ) -> None:
        self._look = look
        self.top = TopBar(root, look)
        self.tabs = TabBar(self.top, look, topics, lambda t: look.words(f"topic.{t}"), events.topic)
        self.tools = Toolbar(self.top, look, events.tools)
        self.panes = Panes(root, look)
        self.experiments = ExperimentList(self.panes, look, events.script)
        self.open_button = ttk.Button(self.experiments.foot, command=events.tools.open_script)
        self.menu = MenuButton(self.panes, look, events.experiments, "TButton")
        self.code = CodePane(self.panes, look, events.edited, events.restore)
        stage_events = StageEvents(self._show_line, self.code.mark_processes, self._enlarge_stage, events.save)
        self.stage = StagePane(self.panes, look, stage_events)
        self.chart = ChartPane(self.stage, look, logarithmic, events.logarithmic, events.forget)
        self.stage.adopt(self.chart)
        self.lesson = LessonPane(self.panes, look, events.lesson, events.term)
        self.output = OutputPane(self.panes, look)
        self.notice = Notice(root, look, events.traceback, events.why)
        self.explore_bar = ExploreBar(root, look, events.explore)
        self.step_bar = StepBar(root, look, events.step)
        self.run_bar = RunBar(root, look, events.run, start_methods)
        self._place(root)
        look.dress(self.open_button, self._dress)

    def show_topic(self, topic: str) -> None:
        """Show what belongs to a topic as a whole."""
        self.tabs.show(topic)
        self.experiments.set_heading("list.mine_heading" if topic == MINE else "list.heading")
        if topic == MINE:
            self.open_button.pack(fill=tk.X)
        else:
            self.open_button.pack_forget()

    def _place(self, root: tk.Tk) -> None:
        self.top.adopt(self.tabs, self.tools)
        panes: dict[PaneName, Pane] = {
            "code": self.code,
            "chart": self.stage,
            "lesson": self.lesson,
            "output": self.output,
        }
        self.panes.adopt(panes, self.experiments, self.menu)
        root.rowconfigure(1, weight=1)
        root.columnconfigure(0, weight=1)
        self.top.grid(row=0, column=0, sticky="we")
        self.panes.grid(row=1, column=0, sticky="nswe")
        self.notice.grid(row=2, column=0, sticky="we")
        self.explore_bar.grid(row=3, column=0, sticky="we")
        self.step_bar.grid(row=4, column=0, sticky="we")
        self.run_bar.grid(row=5, column=0, sticky="we")
        self.notice.hide()
        self.explore_bar.grid_remove()
        self.step_bar.grid_remove()

    def _show_line(self, line: int) -> None:
        """Bring a line of the script into sight, for which an enlarged stage makes room."""
        self.panes.enlarge(None)
        self.panes.bring_up("code")
        self.code.text.see(f"{line}.0")
        self.code.text.mark_set("insert", f"{line}.0")

    def _enlarge_stage(self) -> None:
        self.panes.enlarge(None if self.panes.enlarged else "chart")

    def toggle_stage(self) -> None:
        """Let the stage fill the window, or put it back."""
        self._enlarge_stage()
        if self.stage.shown != "results":
            self.stage.canvas.focus_set()

    def _dress(self) -> None:
        self.open_button.configure(text=self._look.words("tool.open"))
