"""The window: what a person does goes to the scripts and the runner, what comes of it goes to the panes.

person ──► Events ──► Window ──► Shelf (texts), Runner (processes), SettingsFile
                        ▲  │
        Poller's tick ──┘  └──► panes
"""

import sys
import traceback
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType, TracebackType

from desktop.actions import events_of, keys_of
from desktop.archives import TYPES, Kept
from desktop.challenge import Challenger
from desktop.check import syntax_fault
from desktop.explain import Explanation, explain
from desktop.exploring import Explorer, SearchLike
from desktop.export import PICTURES
from desktop.history import Record, series
from desktop.learner import Learner
from desktop.panels import Panels
from desktop.poller import Poller
from desktop.progress import ProgressFile
from desktop.runner import Job, Runner, SessionLike
from desktop.scripts import Script, ScriptError
from desktop.settings import SettingsFile, next_zoom
from desktop.shelf import MINE, Shelf
from desktop.stage_keeper import StageKeeper
from desktop.start_methods import START_METHODS, default_start_method
from desktop.stepper import Stepper
from desktop.story import Standing, at_rest, while_running
from desktop.theme import ThemeName
from desktop.views.chart_pane import Chart
from desktop.views.experiment_list import Item
from desktop.views.keys import bind_keys
from desktop.views.look import Look
from desktop.views.menu import Entry
from desktop.views.root import ask_script, ask_target
from desktop.views.shell import Shell
from desktop.words import Language
from workers import archive
from workers.search import Plan, Search
from workers.session import Run

_NO_PLACES: Mapping[str, object] = MappingProxyType({})


class Window:
    """Everything that a person sees and does. `look.root` is the window itself; `scale` is the screen's own zoom."""

    def __init__(
        self,
        look: Look,
        shelf: Shelf,
        settings: SettingsFile,
        start_session: Callable[[Run], SessionLike],
        *,
        start_search: Callable[[Plan], SearchLike] = Search,
        scale: float = 1.0,
        progress: ProgressFile | None = None,
    ) -> None:
        self.look, self.shelf, self.root = look, shelf, look.root
        self._settings, self._scale = settings, scale
        self.runner = Runner(start_session, self._run_changed)
        self.records: dict[str, Record] = {}
        self.job_ended: Callable[[], None] = lambda: None  # for whoever drives the window from outside
        self._script: Script | None = None
        self._topic = shelf.topics[0]
        self._told: set[str] = set()
        self._keep_soon = ""
        self._output_behind = False  # there are lines that the output pane has not shown yet
        progress = progress or ProgressFile()
        self.learner = Learner(self, progress)
        self.challenger = Challenger(self)
        self.stepper = Stepper(self)
        self.explorer = Explorer(self, start_search)
        self.panels = Panels(self, self.learner.learning, progress.path.with_name("summaries"))
        methods = (default_start_method(), *(m for m in START_METHODS if m != default_start_method()))
        self.shell = Shell(
            self.root,
            look,
            events_of(self),
            topics=shelf.topics,
            start_methods=methods,
            logarithmic=settings.now.logarithmic,
        )
        self._keeper = StageKeeper(self.shell.stage)
        self._kept = Kept()
        self._show_settings(methods)
        bind_keys(self.root, keys_of(self))
        self.root.protocol("WM_DELETE_WINDOW", self.close)
        self.root.report_callback_exception = self.callback_failed
        self.poller = Poller(self.root, self.tick)
        self.poller.start()
        self.choose_topic(self._topic)

    # -- what is shown

    @property
    def script(self) -> Script | None:
        """The script that is shown."""
        return self._script

    @property
    def topic(self) -> str:
        """The topic that is shown."""
        return self._topic

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
            self.shell.panes.bring_up("lesson")
            self.shell.code.show("")
            self.shell.code.show_edited(False)
            self._show_script()

    def choose_script(self, key: str) -> None:
        """Show a script, with what came of its last run."""
        self._keep_draft()
        try:
            script = self.shelf.script(key)
        except ScriptError as error:
            self.say(error.word, error.places)
            return
        self._script = script
        self._topic = self.shelf.topic_of(key)
        self.shell.show_topic(self._topic)
        self.shell.code.show(script.text)
        self.shell.code.show_edited(script.edited)
        self._show_script()
        if self.record.explanation:
            self.shell.code.mark_fault(self.record.explanation.line)
        self.challenger.shown()

    def open_script(self, path: Path) -> None:
        """Show a script from anywhere on disk, or a recording. It is not run by that."""
        if path.suffix == archive.SUFFIX:
            self._open_recording(path)
            return
        try:
            key = self.shelf.add(path)
        except ScriptError as error:
            self.say(error.word, error.places)
            return
        self.choose_script(key)

    def _open_recording(self, path: Path) -> None:
        try:
            opened = self._kept.open(path)
            key = self.shelf.add(opened.script)
        except (archive.RecordingError, OSError) as error:
            self.say("stage.open_failed", {"reason": error})
            return
        except ScriptError as error:
            self.say(error.word, error.places)
            return
        record = self.records[key] = Record(state=opened.state, ended=True)
        self.choose_script(key)
        self._keeper.open(opened.state, lambda: self._recording_read(key, record))
        if self.shell.stage.shown == "results":
            self.shell.stage.choose("picture")
        self.poller.start()

    def _recording_read(self, key: str, record: Record) -> None:
        """What was printed and what came of it is known now."""
        if record.state is not None:
            record.take([record.state])
        if self._script is not None and self._script.key == key:
            self.shell.output.show(record.state)
            self._show_result()

    def save_stage(self) -> None:
        """Save what is seen as a picture, or the recording in one of its forms, as the person chooses."""
        script = self._script
        stage = self.shell.stage
        if script is None or not len(stage.stage.recording.processes):
            return
        target = ask_target(self.root, self.look.words("stage.save_title"), script.path.stem, TYPES)
        if target is None:
            return
        try:
            if target.suffix.lower() in PICTURES:
                stage.write_picture(target)
            else:
                self._kept.save(script.key, target)
        except (archive.RecordingError, OSError, ValueError) as error:
            self.say("stage.save_failed", {"reason": error})

    def say(
        self,
        word: str,
        places: Mapping[str, object] = _NO_PLACES,
        *,
        details: bool = False,
        why: bool = False,
        calm: bool = False,
    ) -> None:
        """Tell a person something that they must know.

        `details`: there is a traceback to show, `why`: an explanation. `calm`: nothing is wrong.
        """
        self.shell.notice.show(lambda: self.look.words(word, **places), details=details, why=why, calm=calm)

    # -- running

    def run(self, times: int = 1, schedule: tuple[str, ...] | None = None) -> None:
        """Run what is shown; with a schedule, step by step from its end on."""
        script = self._script
        run = self.run_of_shown() if not self.runner.running else None
        if script is None or run is None:
            return
        if schedule is not None:
            run = run._replace(watch=True, step=True, schedule=schedule)
        self.runner.start(Job(script.key, script.text, run, times))
        self.shell.panes.bring_up(*(("code", "output") if run.step else ("output", "code")))
        self.poller.start()

    def run_of_shown(self) -> Run | None:
        """What is to be run where the shown script is; None, and the person told why, if it cannot be."""
        script = self._script
        if script is None:
            return None
        self.shell.notice.hide()
        if self.shell.code.inputs.wrong:
            self.say("notice.input_wrong")
            return None
        fault = syntax_fault(script.text, script.path.name)
        if fault is not None:
            places: dict[str, object] = {"line": fault.line, "reason": fault.reason}
            self.record.explanation = Explanation("end.syntax", places, line=fault.line)
            self.record.state = None
            self._tell_explanation()
            self._show_standing()
            return None
        self._keep_draft()
        self.shell.code.mark_fault(0)
        source = script.text if script.edited else None
        return Run(script.path, source, start_method=self.shell.run_bar.method.get(), watch=self._settings.now.watch)

    def stop(self) -> None:
        """End every process of the run."""
        self.runner.stop()
        self._show_standing()

    def escape(self) -> None:
        """Put away what lies over the window; if nothing does, end the run."""
        if not self.panels.escape():
            self.stop()

    def tick(self, until: float) -> bool:
        """Do what there is to do, until a moment of the perf_counter; says whether a run is going on."""
        running = self.runner.running
        came = self.runner.drain(until)
        behind = self._keeper.tick(self.runner.state, until)
        more = False
        if self.run_is_shown() and (came or self._output_behind):
            more = self.shell.output.catch_up()
        self._output_behind = more
        if running:
            self._show_standing()
        self.stepper.tick()
        exploring = self.explorer.tick()
        return running or more or behind or exploring

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
            self.learner.take(runner.job.key, runner.states)
        if self.run_is_shown():
            self.shell.output.show(state) if runner.running else None
            if runner.running:
                self._kept.begin(state)
                self._keeper.show(state, live=True)
            self._show_result()
            if record.outcomes and not runner.running:
                self.shell.panes.bring_up("chart")
        self.show_list()
        self._show_standing()
        if not runner.running:
            self.job_ended()
            self.stepper.ended()

    def run_is_shown(self) -> bool:
        """Whether the newest run is of the script that is shown."""
        return self._script is not None and self.runner.job is not None and self._script.key == self.runner.job.key

    # -- showing

    def _show_script(self) -> None:
        self.shell.notice.hide()
        self.show_list()
        self.shell.output.show(self.record.state)
        self._keeper.show(self.record.state, live=self.runner.running and self.run_is_shown())
        self._show_result()
        self._show_standing()

    def _show_result(self) -> None:
        """The bars and the lesson, and what must be said about the end of the run."""
        record, words = self.record, self.look.words
        newest = record.outcomes[0] if record.outcomes else None
        if newest is None:
            going_on = self.runner.running and self.run_is_shown()
            word = "chart.running" if going_on else "chart.none" if record.ended else "chart.empty"
            self.shell.chart.show(Chart(), word)
        else:
            chart = Chart(series(record.outcomes, words), newest.unit, newest.watched, newest.runs)
            self.shell.chart.show(chart)
        self.learner.show()
        self._tell_explanation()

    def _tell_explanation(self) -> None:
        explanation = self.record.explanation
        if explanation is None:
            return
        self.shell.code.mark_fault(explanation.line)
        if explanation.mood == "bad":
            why = explanation.error is not None
            self.say(explanation.word, explanation.places, details=explanation.traceback, why=why)

    def show_list(self) -> None:
        """Show the scripts of the topic, each with a mark for how far the person has come with it."""
        language = self.look.words.language
        items = []
        for key in self.shelf.keys(self._topic):
            ended = key in self.records and self.records[key].ended
            busy = self.runner.running and self.runner.job is not None and self.runner.job.key == key
            title = self.shelf.title(key, language)
            items.append(Item(key, title, "disc" if busy else self.learner.mark(key, ended=ended)))
        current = self._script.key if self._script else ""
        self.shell.experiments.show(items, current)
        empty = self.look.words("list.mine_empty")
        self.shell.menu.set_text(self.shelf.title(current, language) if current else empty)

    def _show_standing(self) -> None:
        words = self.look.words
        if self.runner.running and self.runner.job is not None:
            title = self.shelf.title(self.runner.job.key, words.language)
            self.shell.run_bar.show(while_running(self.runner, title, words))
        elif self._script is None:
            self.shell.run_bar.show(Standing(False, sentence=words("status.no_script")))
        else:
            self.shell.run_bar.show(at_rest(self.record.state, self.record.explanation, words))

    # -- what a person changes

    def edited(self, text: str) -> None:
        """Take the text that a person has made of the script."""
        if self._script is None:
            return
        self._script.text = text
        self.shell.code.show_edited(self._script.edited)
        if self._keep_soon:
            self.root.after_cancel(self._keep_soon)
        self._keep_soon = self.root.after(300, self._keep_draft)

    def restore(self) -> None:
        """Bring the script's own text back, which can be undone."""
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
                self.say_once("notice.drafts", reason=error.strerror or error)

    def change(self, **changes: object) -> None:
        """Remember a setting. That it cannot be kept is said once; the window goes on without."""
        try:
            self._settings.change(**changes)
        except OSError as error:
            self.say_once("notice.settings", reason=error.strerror or error)

    def say_once(self, word: str, **places: object) -> None:
        """Tell a person something that need not be told again."""
        if word not in self._told:
            self._told.add(word)
            self.say(word, places)

    def set_language(self, language: Language) -> None:
        """Switch every word of the window to another language."""
        self.change(language=language)
        self.look.change(language=language)
        self.show_list()
        self._show_result()
        self._show_standing()

    def set_theme(self, theme: ThemeName) -> None:
        """Switch every colour of the window."""
        self.change(theme=theme)
        self.look.change(theme=theme)

    def set_zoom(self, steps: int) -> None:
        """Make everything so many steps larger; 0 is back to 100 %."""
        self.change(zoom=next_zoom(self._settings.now.zoom, steps) if steps else 1.0)
        self.look.change(zoom=self._settings.now.zoom * self._scale)

    def forget_runs(self, keys: Iterable[str]) -> None:
        """Forget what came of the runs of some scripts, as if they had not been run yet."""
        for key in list(keys):
            self.records.pop(key, None)
        if self._script is not None:
            self.choose_script(self._script.key)

    def forget_earlier(self) -> None:
        """Show the newest results only."""
        self.record.forget_earlier()
        self._show_result()

    def show_traceback(self) -> None:
        """Bring the traceback of the last run into sight."""
        self.shell.panes.bring_up("output")
        self.shell.output.show_traceback()

    def ask_script(self) -> None:
        """Let the person choose a script from disk, and show it."""
        path = ask_script(self.root, self.look.words("tool.open_title"))
        if path is not None:
            self.open_script(path)

    def step_script(self, steps: int) -> None:
        """Show the script so many places further in the list."""
        keys = self.shelf.keys(self._topic)
        if self._script is not None and keys:
            self.choose_script(keys[max(0, min(len(keys) - 1, keys.index(self._script.key) + steps))])

    def menu_entries(self) -> list[Entry]:
        """What the menu offers that stands for the folded list."""
        language = self.look.words.language
        found: list[Entry] = [
            (key, self.shelf.title(key, language), partial(self.choose_script, key))
            for key in self.shelf.keys(self._topic)
        ]
        if self._topic == MINE:
            found.append(("open", self.look.words("tool.open"), self.ask_script))
        return found

    # -- beginning and end

    def close(self) -> None:
        """End the run, if there is one, and the window."""
        self._keep_draft()
        self.poller.stop()
        # Out of sight first: to end a run's processes may take a moment.
        self.root.withdraw()
        self.runner.close()
        self.explorer.close()
        # What was to be done later has nothing left to be done on.
        for pending in self.root.tk.splitlist(self.root.tk.call("after", "info")):
            self.root.tk.call("after", "cancel", pending)
        self.root.destroy()

    def callback_failed(self, kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
        """A fault of this program: said, not hidden, and the window stays alive."""
        if sys.stderr is not None:
            traceback.print_exception(kind, value, trace)
        self.say("notice.unexpected", {"error": f"{kind.__name__}: {value}"})

    def _show_settings(self, methods: tuple[str, ...]) -> None:
        self.shell.run_bar.watch.show("watch" if self._settings.now.watch else "measure")
        if self._settings.now.start_method in methods:
            self.shell.run_bar.method.set(self._settings.now.start_method)
