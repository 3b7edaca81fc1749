"""What each button, pane and key of the window does: two tables to read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from desktop.views.explore_bar import ExploreActions
from desktop.views.root import toggle_full_screen
from desktop.views.run_bar import Actions
from desktop.views.shell import Events
from desktop.views.step_bar import StepActions
from desktop.views.toolbar import ToolActions

if TYPE_CHECKING:
    from desktop.window import Window

TIMES = 10  # that "×10" runs a script


def events_of(window: Window) -> Events:
    """What happens when a person does something in a pane, or presses a button."""
    return Events(
        topic=window.choose_topic,
        script=window.choose_script,
        edited=window.edited,
        restore=window.restore,
        logarithmic=lambda on: window.change(logarithmic=on),
        forget=window.forget_earlier,
        traceback=window.show_traceback,
        save=window.save_stage,
        why=window.learner.explain_trouble,
        lesson=window.learner.actions(),
        term=window.panels.show_term,
        experiments=window.menu_entries,
        run=Actions(
            run=window.learner.run,
            stop=window.stop,
            step=window.stepper.start,
            explore=window.explorer.start,
            run_many=lambda: window.learner.run(TIMES),
            start_method=lambda name: window.change(start_method=name),
            watch=lambda on: window.change(watch=on),
        ),
        step=StepActions(window.stepper.go, window.stepper.undo, window.stepper.run_to, window.stepper.run_on),
        explore=ExploreActions(window.explorer.stop, window.explorer.watch),
        tools=ToolActions(
            language=window.set_language,
            theme=window.set_theme,
            zoom=window.set_zoom,
            full_screen=lambda: toggle_full_screen(window.root),
            open_script=window.ask_script,
            learn=window.panels.menu,
        ),
    )


def keys_of(window: Window) -> dict[str, Callable[[], object]]:
    """What happens when a person presses a key, wherever the keyboard is."""
    topics = window.shelf.topics
    numbers = {f"<Control-Key-{i}>": partial(window.choose_topic, t) for i, t in enumerate(topics[:9], start=1)}
    return {
        **numbers,
        "<F5>": window.learner.run,
        "<Shift-F5>": window.stop,
        "<Escape>": window.escape,
        "<Control-f>": window.panels.search,
        "<F1>": window.panels.glossary,
        "<F9>": window.explorer.start,
        "<F10>": window.stepper.start,
        "<Control-F5>": lambda: window.learner.run(TIMES),
        "<F6>": window.shell.toggle_stage,
        "<Control-Prior>": lambda: window.shell.tabs.step(-1),
        "<Control-Next>": lambda: window.shell.tabs.step(1),
        "<Alt-Up>": lambda: window.step_script(-1),
        "<Alt-Down>": lambda: window.step_script(1),
        "<Control-plus>": lambda: window.set_zoom(1),
        "<Control-equal>": lambda: window.set_zoom(1),
        "<Control-KP_Add>": lambda: window.set_zoom(1),
        "<Control-minus>": lambda: window.set_zoom(-1),
        "<Control-KP_Subtract>": lambda: window.set_zoom(-1),
        "<Control-Key-0>": lambda: window.set_zoom(0),
        "<Control-KP_0>": lambda: window.set_zoom(0),
        "<Control-Button-4>": lambda: window.set_zoom(1),
        "<Control-Button-5>": lambda: window.set_zoom(-1),
        "<F11>": lambda: toggle_full_screen(window.root),
        "<Control-o>": window.ask_script,
        "<Control-s>": window.save_stage,
    }
