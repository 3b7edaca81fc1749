"""The window: what a person does goes to the scripts and the runner, what comes of it goes to the panes.

    person ──► Events ──► Window ──► Shelf (texts), Runner (processes), SettingsFile
                            ▲  │
            Poller's tick ──┘  └──► panes
"""

import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from desktop.check import syntax_fault
from desktop.explain import Explanation, explain
from desktop.history import Record, series
from desktop.poller import Poller
from desktop.runner import Job, Runner, SessionLike
from desktop.scripts import Script, ScriptError
from desktop.settings import Settings, SettingsFile, next_zoom
from desktop.shelf import MINE, Shelf
from desktop.start_methods import START_METHODS, default_start_method
from desktop.story import at_rest, while_running
from desktop.theme import ThemeName
from desktop.views.chart_pane import Chart
from desktop.views.experiment_list import Item
from desktop.views.keys import bind_keys
from desktop.views.look import Look
from desktop.views.menu import Entry
from desktop.views.root import ask_script, toggle_full_screen
from desktop.views.run_bar import Actions
from desktop.views.shell import Events, Shell
from desktop.views.toolbar import ToolActions
from desktop.words import Language
from workers.session import Run

TIMES = 10  # that "×10" runs a script


class Window:
    """Everything that a person sees and does. `look.root` is the window itself; `scale` is the screen's own zoom."""

    def __init__(
        self,
        look: Look,
        shelf: Shelf,
        settings: Settings,
        settings_file: SettingsFile,
        start_session: Callable[[Run], SessionLike],
        scale: float = 1.0,
    ) -> None:
        self.look, self.shelf, self.root = look, shelf, look.root
        self.settings, self._settings_file, self._scale = settings, settings_file, scale
        self.runner = Runner(start_session, self._run_changed)
        self.records: dict[str, Record] = {}
        self.job_ended: Callable[[], None] = lambda: None  # for whoever drives the window from outside
        self._script: Script | None = None
        self._topic = shelf.topics[0]
        self._told: set[str] = set()
        self._keep_soon = ""
        methods = (default_start_method(), *(m for m in START_METHODS if m != default_start_method()))
        self.shell = Shell(self.root, look, self._events(), shelf.topics, methods, settings.logarithmic)
        self._show_settings(methods)
        bind_keys(self.root, self._keys())
        self.root.protocol("WM_DELETE_WINDOW", self.close)
        self.root.report_callback_exception = self._callback_failed  # type: ignore[method-assign]
        self.poller = Poller(self.root, self.tick)
        self.poller.start()
        self.choose_topic(self._topic)

    # -- what is shown

    @property
    def script(self) -> Script | None:
        """The script that is shown."""
        return self._script

    @property
    def record(self) -> Record:
        """What came of the shown script's runs."""
        return self.records.setdefault(self._script.key if self._script else "", Record())

    def choose_topic(self, topic: str) -> None:
        """Show a topic, with the script of it that was looked at last."""
        self._topic = topic
        self.shell.show_topic(topic)
        key = self.shelf.current(topic)
        if key:
            self.choose_script(key)
        else:
            self._script = None
            self.shell.code.show("")
            self.shell.code.show_edited(False)
            self._show_script()

    def choose_script(self, key: str) -> None:
        """Show a script, with what came of its last run."""
        self._keep_draft()
        try:
            script = self.shelf.script(key)
        except ScriptError as error:
            self.say(error.word, **error.places)
            return
        self._script = script
        self._topic = self.shelf.topic_of(key)
        self.shell.show_topic(self._topic)
        self.shell.code.show(script.text)
        self.shell.code.show_edited(script.edited)
        self._show_script()
        if self.record.explanation:
            self.shell.code.mark_fault(self.record.explanation.line)

    def open_script(self, path: Path) -> None:
        """Show a script from anywhere on disk. It is not run by that."""
        try:
            key = self.shelf.add(path)
        except ScriptError as error:
            self.say(error.word, **error.places)
            return
        self.choose_script(key)

    def say(self, word: str, *, details: bool = False, **places: object) -> None:
        """Tell a person something that they must know."""
        self.shell.notice.show(lambda: self.look.words(word, **places), details=details)

    # -- running

    def run(self, times: int = 1) -> None:
        """Run what is shown."""
        script = self._script
        if script is None or self.runner.running:
            return
        self.shell.notice.hide()
        if self.shell.code.inputs.wrong:
            self.say("notice.input_wrong")
            return
        fault = syntax_fault(script.text, script.path.name)
        if fault is not None:
            places: dict[str, object] = {"line": fault.line, "reason": fault.reason}
            self.record.explanation = Explanation("end.syntax", places, line=fault.line)
            self.record.state = None
            self._tell_explanation()
            self._show_standing()
            return
        self._keep_draft()
        self.shell.code.mark_fault(0)
        source = script.text if script.edited else None
        run = Run(script.path, source, start_method=self.shell.run_bar.method.get(), watch=self.settings.watch)
        self.runner.start(Job(script.key, script.text, run, times))
        self.shell.panes.bring_up("output", "code")
        self.poller.start()

    def stop(self) -> None:
        """End every process of the run."""
        self.runner.stop()
        self._show_standing()

    def tick(self, until: float) -> bool:
        """Do what there is to do, until a moment of the perf_counter; says whether a run is going on."""
        running = self.runner.running
        came = self.runner.drain(until)
        more = False
        if self._run_is_shown() and (came or self._output_behind):
            more = self.shell.output.catch_up()
        self._output_behind = more
        if running:
            self._show_standing()
        return running or more

    _output_behind = False

    def _run_changed(self) -> None:
        """A run of the job has begun, or the job has ended."""
        runner, state = self.runner, self.runner.state
        assert runner.job is not None
        assert state is not None
        record = self.records.setdefault(runner.job.key, Record())
        record.state, record.explanation = state, None
        if not runner.running:
            finished = state.finished
            assert finished is not None
            record.take(runner.states)
            file_name = runner.job.run.script.name
            record.explanation = explain(finished, state.output.stderr_tail(), file_name)
        if self._run_is_shown():
            self.shell.output.show(state) if runner.running else None
            self._show_result()
        self._show_list()
        self._show_standing()
        if not runner.running:
            self.job_ended()

    def _run_is_shown(self) -> bool:
        return self._script is not None and self.runner.job is not None and self._script.key == self.runner.job.key

    # -- showing

    def _show_script(self) -> None:
        self.shell.notice.hide()
        self._show_list()
        self.shell.output.show(self.record.state)
        self._show_result()
        self._show_standing()

    def _show_result(self) -> None:
        """The bars and the lesson, and what must be said about the end of the run."""
        record, words = self.record, self.look.words
        newest = record.outcomes[0] if record.outcomes else None
        if newest is None:
            going_on = self.runner.running and self._run_is_shown()
            word = "chart.running" if going_on else "chart.none" if record.ended else "chart.empty"
            self.shell.chart.show(Chart(), word)
        else:
            chart = Chart(series(record.outcomes, words), newest.unit, newest.watched, newest.runs)
            self.shell.chart.show(chart)
        self._show_lesson()
        self._tell_explanation()

    def _show_lesson(self) -> None:
        words, key = self.look.words, self._script.key if self._script else ""
        lesson = self.shelf.lesson(key, words.language) if key else None
        fallback = words("lesson.none" if key else "lesson.mine")
        self.shell.lesson.show(lesson, fallback, explained=self.record.ended)

    def _tell_explanation(self) -> None:
        explanation = self.record.explanation
        if explanation is None:
            return
        self.shell.code.mark_fault(explanation.line)
        if explanation.mood == "bad":
            self.say(explanation.word, details=explanation.traceback, **explanation.places)

    def _show_list(self) -> None:
        language = self.look.words.language
        items = []
        for key in self.shelf.keys(self._topic):
            ended = key in self.records and self.records[key].ended
            busy = self.runner.running and self.runner.job is not None and self.runner.job.key == key
            title = self.shelf.title(key, language)
            items.append(Item(key, title, "disc" if busy else "check" if ended else "ring"))
        current = self._script.key if self._script else ""
        self.shell.experiments.show(items, current)
        empty = self.look.words("list.mine_empty")
        self.shell.menu.set_text(self.shelf.title(current, language) if current else empty)

    def _show_standing(self) -> None:
        words = self.look.words
        if self.runner.running and self.runner.job is not None:
            title = self.shelf.title(self.runner.job.key, words.language)
            self.shell.run_bar.show(while_running(self.runner, title, words))
        else:
            self.shell.run_bar.show(at_rest(self.record.state, self.record.explanation, words))

    # -- what a person changes

    def _edited(self, text: str) -> None:
        if self._script is None:
            return
        self._script.text = text
        self.shell.code.show_edited(self._script.edited)
        if self._keep_soon:
            self.root.after_cancel(self._keep_soon)
        self._keep_soon = self.root.after(300, self._keep_draft)

    def _restore(self) -> None:
        if self._script is not None:
            self.shell.code.replace(self._script.original)

    def _keep_draft(self) -> None:
        if not self._keep_soon:
            return
        self.root.after_cancel(self._keep_soon)
        self._keep_soon = ""
        if self._script is not None:
            try:
                self.shelf.keep(self._script)
            except OSError as error:
                self._say_once("notice.drafts", reason=error.strerror or error)

    def _change(self, **changes: object) -> None:
        """Remember a setting. That it cannot be kept is said once; the window goes on without."""
        self.settings = replace(self.settings, **changes)  # type: ignore[arg-type]
        try:
            self._settings_file.write(self.settings)
        except OSError as error:
            self._say_once("notice.settings", reason=error.strerror or error)

    def _say_once(self, word: str, **places: object) -> None:
        if word not in self._told:
            self._told.add(word)
            self.say(word, **places)

    def set_language(self, language: Language) -> None:
        """Switch every word of the window to another language."""
        self._change(language=language)
        self.look.change(language=language)
        self._show_list()
        self._show_result()
        self._show_standing()

    def set_theme(self, theme: ThemeName) -> None:
        """Switch every colour of the window."""
        self._change(theme=theme)
        self.look.change(theme=theme)

    def set_zoom(self, steps: int) -> None:
        """Make everything so many steps larger; 0 is back to 100 %."""
        self._change(zoom=next_zoom(self.settings.zoom, steps) if steps else 1.0)
        self.look.change(zoom=self.settings.zoom * self._scale)

    def _forget_earlier(self) -> None:
        self.record.forget_earlier()
        self._show_result()

    def _ask_script(self) -> None:
        path = ask_script(self.root, self.look.words("tool.open_title"))
        if path is not None:
            self.open_script(path)

    def _step_script(self, steps: int) -> None:
        keys = self.shelf.keys(self._topic)
        if self._script is not None and keys:
            self.choose_script(keys[max(0, min(len(keys) - 1, keys.index(self._script.key) + steps))])

    def _menu_entries(self) -> list[Entry]:
        language = self.look.words.language
        found: list[Entry] = [
            (key, self.shelf.title(key, language), partial(self.choose_script, key))
            for key in self.shelf.keys(self._topic)
        ]
        if self._topic == MINE:
            found.append(("open", self.look.words("tool.open"), self._ask_script))
        return found

    # -- beginning and end

    def close(self) -> None:
        """End the run, if there is one, and the window."""
        self._keep_draft()
        self.poller.stop()
        # Out of sight first: to end a run's processes may take a moment.
        self.root.withdraw()
        self.runner.close()
        self.root.destroy()

    def _callback_failed(self, *error: object) -> None:
        """A fault of this program: said, not hidden, and the window stays alive."""
        kind, value, trace = error
        if sys.stderr is not None:
            traceback.print_exception(kind, value, trace)  # type: ignore[arg-type]
        self.say("notice.unexpected", error=f"{type(value).__name__}: {value}")

    def _show_settings(self, methods: tuple[str, ...]) -> None:
        self.shell.run_bar.watch.show("watch" if self.settings.watch else "measure")
        if self.settings.start_method in methods:
            self.shell.run_bar.method.set(self.settings.start_method)

    def _events(self) -> Events:
        return Events(
            topic=self.choose_topic,
            script=self.choose_script,
            edited=self._edited,
            restore=self._restore,
            logarithmic=lambda on: self._change(logarithmic=on),
            forget=self._forget_earlier,
            traceback=lambda: (self.shell.panes.bring_up("output"), self.shell.output.show_traceback()),  # type: ignore[func-returns-value]
            experiments=self._menu_entries,
            run=Actions(
                run=self.run,
                stop=self.stop,
                run_many=lambda: self.run(TIMES),
                start_method=lambda name: self._change(start_method=name),
                watch=lambda on: self._change(watch=on),
            ),
            tools=ToolActions(
                language=self.set_language,
                theme=self.set_theme,
                zoom=self.set_zoom,
                full_screen=lambda: toggle_full_screen(self.root),
                open_script=self._ask_script,
            ),
        )

    def _keys(self) -> dict[str, Callable[[], object]]:
        topics = self.shelf.topics
        numbers = {f"<Control-Key-{i}>": partial(self.choose_topic, t) for i, t in enumerate(topics[:9], start=1)}
        return {
            **numbers,
            "<F5>": self.run,
            "<Shift-F5>": self.stop,
            "<Escape>": self.stop,
            "<Control-F5>": lambda: self.run(TIMES),
            "<F6>": lambda: self.run(TIMES),
            "<Control-Prior>": lambda: self.shell.tabs.step(-1),
            "<Control-Next>": lambda: self.shell.tabs.step(1),
            "<Alt-Up>": lambda: self._step_script(-1),
            "<Alt-Down>": lambda: self._step_script(1),
            "<Control-plus>": lambda: self.set_zoom(1),
            "<Control-equal>": lambda: self.set_zoom(1),
            "<Control-KP_Add>": lambda: self.set_zoom(1),
            "<Control-minus>": lambda: self.set_zoom(-1),
            "<Control-KP_Subtract>": lambda: self.set_zoom(-1),
            "<Control-Key-0>": lambda: self.set_zoom(0),
            "<Control-KP_0>": lambda: self.set_zoom(0),
            "<Control-Button-4>": lambda: self.set_zoom(1),
            "<Control-Button-5>": lambda: self.set_zoom(-1),
            "<F11>": lambda: toggle_full_screen(self.root),
            "<Control-o>": self._ask_script,
        }
