"""Every word of the interface, in three languages, from words.toml; what is said of errors, from errors.toml.

A word is found by "section.name" and may hold places like {count}, which its languages share:

    words("run.born", count=3)  ->  "3 started"
"""

import locale
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["en", "zh-Hant", "zh-Hans"]
LANGUAGES: tuple[Language, ...] = ("en", "zh-Hant", "zh-Hans")
LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "zh-Hant": "繁體中文", "zh-Hans": "简体中文"}
FILE = Path(__file__).with_name("words.toml")
ERRORS = Path(__file__).with_name("errors.toml")


class Words:
    """The words of one language. Called with a word's name and what fills its places."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, name: str, /, **places: object) -> str:
        """The word, filled. Raises KeyError for a name or a place that is not there."""
        return table()[name][self.language].format_map(places)

    def has(self, name: str) -> bool:
        """Whether there is such a word."""
        return name in table()


@cache
def table() -> dict[str, dict[str, str]]:
    """Every word by "section.name", of an error "error.name.what" and so on; each a text by language."""
    sections = tomllib.loads(FILE.read_text(encoding="utf-8"))
    words = {f"{section}.{name}": texts for section, entries in sections.items() for name, texts in entries.items()}
    for name, parts in tomllib.loads(ERRORS.read_text(encoding="utf-8")).items():
        words |= {f"error.{name}.{part}": texts for part, texts in parts.items()}
        words[f"error.{name}.notice"] = {
            language: _joined(parts["what"][language], parts["change"][language], language) for language in LANGUAGES
        }
    return words


def _joined(one: str, other: str, language: Language) -> str:
    """Two sentences, the first with a full stop even where it ends in something that is filled in."""
    stop, blank = (".", " ") if language == "en" else ("。", "")
    return f"{one}{'' if one.endswith(stop) else stop}{blank}{other}"


def language_of(text: str) -> Language:
    """The language that a locale name such as "zh_TW.UTF-8" or "zh-Hans" asks for; English if it asks for another."""
    tag = text.replace("_", "-").lower()
    if not tag.startswith(("zh", "chinese")):
        return "en"
    traditional = ("hant", "-tw", "-hk", "-mo", "taiwan", "hong kong", "macao", "traditional")
    return "zh-Hant" if any(mark in tag for mark in traditional) else "zh-Hans"


def system_language(environment: dict[str, str]) -> Language:
    """The language of this person's system, by the environment first, as POSIX says, then by the locale."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(variable, "C").partition(".")[0] not in {"", "C", "POSIX"}:
            return language_of(environment[variable])
    return language_of(locale.getlocale()[0] or "")
