"""The scripts that the window offers: the experiments by topic, and the person's own under the topic "mine"."""

from collections.abc import Sequence
from pathlib import Path

from desktop.lessons import Lesson, read_lesson
from desktop.scripts import Drafts, Script
from desktop.words import Language, Words
from workers.catalog import CHALLENGES, TOPICS, Experiment

MINE = "mine"


class Shelf:
    """Scripts by key. A script is read from disk when it is first wanted, and then stays as the person left it."""

    def __init__(self, experiments: Sequence[Experiment], drafts: Drafts) -> None:
        self._drafts = drafts
        self._paths: dict[str, tuple[str, Path]] = {e.key: (e.topic, e.path) for e in experiments}
        self._scripts: dict[str, Script] = {}
        self._current: dict[str, str] = {}
        self._lesson_cache: dict[tuple[Language, str], Lesson | None] = {}

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that have experiments, in the order in which they are taught, and the person's own."""
        there = {topic for topic, _ in self._paths.values()}
        return (*(topic for topic in (*TOPICS, CHALLENGES) if topic in there), MINE)

    def keys(self, topic: str) -> tuple[str, ...]:
        """The scripts of a topic, in order."""
        return tuple(key for key, (of, _) in self._paths.items() if of == topic)

    def topic_of(self, key: str) -> str:
        """The topic of a script."""
        return self._paths[key][0]

    def current(self, topic: str) -> str:
        """The script of a topic that was looked at last, at first its first; "" if it has none."""
        return self._current.get(topic) or next(iter(self.keys(topic)), "")

    def add(self, path: Path) -> str:
        """Take in a script from anywhere on disk, and give its key. Raises ScriptError if it cannot be shown."""
        path = path.absolute()
        for key, (_, known) in self._paths.items():
            if known == path:
                return key
        script = self._drafts.read(path, "")
        self._paths[script.key] = (MINE, path)
        self._scripts[script.key] = script
        return script.key

    def script(self, key: str) -> Script:
        """A script, which becomes its topic's current one. Raises ScriptError if it cannot be read."""
        topic, path = self._paths[key]
        if key not in self._scripts:
            self._scripts[key] = self._drafts.read(path, "" if topic == MINE else topic)
        self._current[topic] = key
        return self._scripts[key]

    def keep(self, script: Script) -> None:
        """Write the draft of a script. Raises OSError."""
        self._drafts.write(script)

    def lesson(self, key: str, language: Language) -> Lesson | None:
        """The lesson beside a script, None if it has none."""
        topic, path = self._paths[key]
        if topic in (MINE, CHALLENGES):
            return None
        if (language, key) not in self._lesson_cache:
            self._lesson_cache[language, key] = read_lesson(language, topic, path.stem)
        return self._lesson_cache[language, key]

    def title(self, key: str, language: Language) -> str:
        """A script's name for people: its lesson's title, or its file's name."""
        lesson = self.lesson(key, language)
        if self.topic_of(key) == CHALLENGES:
            return Words(language)(f"challenge.{self._paths[key][1].stem}")
        _, path = self._paths[key]
        return lesson.title if lesson and lesson.title else path.name if self.topic_of(key) == MINE else path.stem
