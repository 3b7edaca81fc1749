"""What lies over the window when a person asks for it: search, glossary, progress, a show of hands; and the summary."""

from __future__ import annotations

import datetime
import webbrowser
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.glossary import Term, find_terms, matching, names_of
from desktop.learning import Learning
from desktop.search import Entry, Hit, search
from desktop.settings import write_atomically
from desktop.summary import Page, summary
from desktop.views.menu import Entry as MenuEntry
from desktop.views.panel import Panel
from desktop.views.progress_view import ProgressActions, ProgressView, TopicLine
from desktop.views.reading import Lookup
from desktop.views.tally_view import TallyView
from desktop.views.term_tip import TermTip
from desktop.views.text_writer import TextWriter
from desktop.words import LANGUAGES

if TYPE_CHECKING:
    from desktop.window import Window


class Panels:
    """Opens and fills the panel of a window."""

    def __init__(self, window: Window, learning: Learning, summaries: Path) -> None:
        self._window, self._learning, self._summaries = window, learning, summaries
        self.panel = Panel(window.root, window.look)
        self.tip = TermTip(window.root, window.look)

    def menu(self) -> list[MenuEntry]:
        """The entries of the menu "Learn"."""
        words = self._window.look.words
        return [
            ("search", words("panel.search_key"), self.search),
            ("glossary", words("panel.glossary_key"), self.glossary),
            ("progress", words("panel.progress"), self.progress),
            ("tally", words("panel.tally"), self.tally),
            ("print", words("panel.print"), self.print_topic),
        ]

    def escape(self) -> bool:
        """Put away what lies over the window; says whether there was anything."""
        if self.tip.winfo_manager():
            self.tip.hide()
            return True
        was_open = self.panel.is_open
        self.panel.close()
        return was_open

    # -- search and glossary

    def search(self) -> None:
        """Look for lessons by what they say."""
        look = self._window.look
        self.panel.open("panel.search", lambda parent: Lookup(parent, look, self._write_hits, self._go_to_first))

    def glossary(self) -> None:
        """Every term with what it means."""
        self.panel.open("panel.glossary", lambda parent: Lookup(parent, self._window.look, self._write_terms))

    def show_term(self, text: str, x: int, y: int) -> None:
        """Show what a term means, beside that place of the screen."""
        places = find_terms(text, self._window.look.words.language)
        if places:
            # Later: the click that asks for it must not put it away again.
            self._window.root.after_idle(self.tip.show, places[0].term, x, y)

    def _entries(self) -> list[Entry]:
        window = self._window
        found = []
        for key in self._learning.keys:
            lesson = window.shelf.lesson(key, window.look.words.language)
            if lesson is not None:
                found.append(Entry(key, lesson, key))
        return found

    def _hits(self, wanted: str) -> tuple[Hit, ...]:
        """The lessons that hold what is wanted, also if it is a term's name in another language."""
        entries = self._entries()
        names = (wanted, *names_of(wanted, self._window.look.words.language))
        found: dict[str, Hit] = {}
        for name in names:
            for hit in search(name, entries):
                found.setdefault(hit.key, hit)
        return tuple(found.values())

    def _write_hits(self, writer: TextWriter, wanted: str) -> None:
        words = self._window.look.words
        hits = self._hits(wanted)
        if not wanted.strip():
            writer.sentence(words("panel.search_hint"), "muted")
        elif not hits:
            writer.sentence(words("panel.nothing"), "muted")
        for hit in hits:
            topic = words(f"topic.{hit.key.partition('/')[0]}")
            writer.link(f"{hit.title}  ({topic})", partial(self.go_to, hit.key))
            writer.pieces((hit.before, "small"), (hit.found, "found"), (hit.after, "small"))

    def _go_to_first(self, wanted: str) -> None:
        hits = self._hits(wanted)
        if hits:
            self.go_to(hits[0].key)

    def _write_terms(self, writer: TextWriter, wanted: str) -> None:
        words = self._window.look.words
        terms = matching(wanted, words.language)
        for term in terms:
            name, others = _name(term, words.language), _other_names(term, words.language)
            writer.pieces((name, "strong"), (f"   {others}", "small"))
            writer.sentence(term.meanings[words.language])
        if not terms:
            writer.sentence(words("panel.nothing"), "muted")

    def go_to(self, key: str) -> None:
        """Close the panel and show a lesson."""
        self.panel.close()
        self._window.choose_script(key)

    # -- progress

    def progress(self) -> None:
        """How far the person has come, topic by topic."""
        look, actions = self._window.look, self._progress_actions()
        self.panel.open("panel.progress", lambda parent: ProgressView(parent, look, self._lines(), actions))

    def _lines(self) -> list[TopicLine]:
        window, learning = self._window, self._learning
        words = window.look.words
        lines = []
        for topic in window.shelf.topics:
            keys = [key for key in window.shelf.keys(topic) if key in learning.facts]
            if keys:
                counts = learning.progress.of_topic(keys, dict(learning.facts))
                following = next((k for k in keys if learning.of(k).state(learning.facts[k]) != "done"), "")
                title = window.shelf.title(following, words.language) if following else ""
                lines.append(TopicLine(topic, words(f"topic.{topic}"), counts, following, title))
        return lines

    def _progress_actions(self) -> ProgressActions:
        return ProgressActions(go_to=self.go_to, print_topic=self.print_topic, reset=self._reset)

    def _reset(self) -> None:
        self._window.learner.begin_anew(self._learning.keys)
        self.progress()

    # -- a show of hands

    def tally(self) -> None:
        """Count the hands for the question of the lesson that is shown."""
        window = self._window
        key = window.script.key if window.script else ""
        lesson = window.shelf.lesson(key, window.look.words.language) if key in self._learning.facts else None
        if lesson is None or not lesson.answers:
            window.say("panel.hands_none", calm=True)
            return
        shown, right = lesson, self._learning.facts[key].answer - 1
        count = len(lesson.answers)
        self.panel.open(
            "panel.tally",
            lambda parent: TallyView(
                parent,
                window.look,
                window.shelf.lesson(key, window.look.words.language) or shown,
                right,
                tally=self._learning.tally(key, count),
                changed=partial(self._learning.set_tally, key),
            ),
        )

    # -- the summary on paper

    def print_topic(self, topic: str = "") -> None:
        """Write the summary of a topic, the shown one if none is named, and open it in the web browser."""
        window = self._window
        topic = topic or window.topic
        path = self._summaries / f"{topic}-{window.look.words.language}.html"
        try:
            write_atomically(path, self.summary_of(topic))
        except OSError as error:
            window.say("panel.not_printed", {"reason": error.strerror or error})
            return
        window.say("panel.printed", {"path": path}, calm=True)
        webbrowser.open(path.as_uri())

    def summary_of(self, topic: str) -> str:
        """The HTML of a topic."""
        window, learning = self._window, self._learning
        words = window.look.words
        pages = []
        keys = [key for key in window.shelf.keys(topic) if key in learning.facts]
        for key in keys:
            lesson = window.shelf.lesson(key, words.language)
            if lesson is not None:
                state = window.records[key].state if key in window.records else None
                pages.append(Page(lesson, learning.facts[key], learning.of(key), state.recording if state else None))
        counts = words("panel.counts", **learning.progress.of_topic(keys, dict(learning.facts))._asdict())
        return summary(words(f"topic.{topic}"), pages, counts, datetime.date.today().isoformat(), words)


def _name(term: Term, language: str) -> str:
    name, second = term.names[language], term.also.get(language)  # type: ignore[index, call-overload]
    return f"{name} ({second})" if second else str(name)


def _other_names(term: Term, language: str) -> str:
    return " · ".join(dict.fromkeys(term.names[other] for other in LANGUAGES if other != language))
