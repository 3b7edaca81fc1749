"""The glossary: the terms of terms.toml with a short definition in each language, and where they stand in a text."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from desktop.markdown import Span
from desktop.words import LANGUAGES, Language

FILE = Path(__file__).with_name("terms.toml")


class Term(NamedTuple):
    """A word of the subject. `names` and `meanings` are by language."""

    id: str
    names: dict[Language, str]
    meanings: dict[Language, str]
    also: dict[Language, str]
    everyday: bool = False


class Place(NamedTuple):
    """Where a term stands in a text: from `begin` up to `end`."""

    begin: int
    end: int
    term: Term


@cache
def glossary(file: Path = FILE) -> tuple[Term, ...]:
    """Every term, as the file lists them."""
    found = tomllib.loads(file.read_text(encoding="utf-8"))["term"]
    return tuple(
        Term(
            entry["id"],
            {language: entry[language] for language in LANGUAGES},
            {language: entry["means"][language] for language in LANGUAGES},
            entry.get("also", {}),
            entry.get("everyday", False),
        )
        for entry in found
    )


def in_order(language: Language) -> tuple[Term, ...]:
    """The terms in the order in which a reader looks for them: by name in English, by subject in Chinese."""
    terms = glossary()
    return tuple(sorted(terms, key=lambda term: term.names["en"].casefold())) if language == "en" else terms


def find_terms(text: str, language: Language) -> tuple[Place, ...]:
    """Where terms stand in a text, from left to right; of terms that overlap, the longest. Everyday words are none."""
    by_name = _by_name(language)
    found = _pattern(language).finditer(text)
    return tuple(Place(match.start(), match.end(), by_name[_stem(match[0], language)]) for match in found)


def linked(spans: Iterable[Span], language: Language, seen: set[str]) -> tuple[Span, ...]:
    """The spans with the terms in them apart; of each term only the first, which `seen` remembers."""
    found: list[Span] = []
    for span in spans:
        at = 0
        for place in find_terms(span.text, language) if span.kind == "plain" else ():
            if place.term.id not in seen:
                seen.add(place.term.id)
                found += [Span(span.text[at : place.begin]), Span(span.text[place.begin : place.end], "term")]
                at = place.end
        found.append(span._replace(text=span.text[at:]))
    return tuple(span for span in found if span.text)


def matching(text: str, language: Language) -> tuple[Term, ...]:
    """The terms whose name in any language, or whose definition in this one, holds what was typed."""
    wanted = text.casefold().strip()
    return tuple(term for term in in_order(language) if any(wanted in k.casefold() for k in _known(term, language)))


def names_of(text: str, language: Language) -> tuple[str, ...]:
    """What the terms that some language calls so are called in this one."""
    wanted = text.casefold().strip()
    called_so = (t for t in glossary() if wanted in {name.casefold() for name in (*t.names.values(), *t.also.values())})
    return tuple(term.names[language] for term in called_so)


def _known(term: Term, language: Language) -> Iterable[str]:
    return (*term.names.values(), *term.also.values(), term.meanings[language])


@cache
def _by_name(language: Language) -> dict[str, Term]:
    return {_stem(term.names[language], language): term for term in glossary() if not term.everyday}


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    names = sorted((term.names[language] for term in glossary() if not term.everyday), key=len, reverse=True)
    alternatives = "|".join(map(re.escape, names))
    if language == "en":
        return re.compile(rf"\b(?:{alternatives})(?:e?s)?\b", re.IGNORECASE)
    # A term that is written in Latin letters in Chinese texts must stand alone, too.
    return re.compile(rf"(?<![A-Za-z])(?:{alternatives})(?![A-Za-z])")


def _stem(word: str, language: Language) -> str:
    """What a word is looked up by: in English without case and the ending of the plural."""
    if language != "en":
        return word
    folded = word.casefold()
    names = {term.names["en"].casefold() for term in glossary()}
    stems = (folded, folded.removesuffix("s"), folded.removesuffix("es"))
    return next((stem for stem in stems if stem in names), folded)
