"""Lessons: every experiment has one in each language, with the same claims, in the words of the term list."""

import re
import tomllib
from pathlib import Path
from typing import NotRequired, TypedDict, cast

import pytest

from desktop import lessons

ROOT = Path(__file__).parent.parent
LESSONS = ROOT / "desktop/lessons"
EXPERIMENTS = sorted(
    path.relative_to(ROOT / "workers/experiments").with_suffix("").as_posix()
    for path in (ROOT / "workers/experiments").glob("*/*.py")
)
HEADINGS: dict[str, list[str]] = {str(language): list(headings) for language, headings in lessons.HEADINGS.items()}
CHINESE = ["zh-Hant", "zh-Hans"]
# What can be written in these has no character of the other script.
CHARACTER_SETS = {"zh-Hant": "big5", "zh-Hans": "gb2312"}
HAN = r"[\u4e00-\u9fff]"
# The longest that a section may be and still be read beside the code: words in English, characters in Chinese.
LONGEST_IN_WORDS = (60, 40, 170, 75, 170, 110)
LONGEST_IN_CHARACTERS = (110, 80, 400, 120, 300, 200)


class Term(TypedDict):
    id: str
    en: str
    everyday: NotRequired[bool]
    also: NotRequired[dict[str, str]]
    avoid: NotRequired[dict[str, list[str]]]


TERMS = cast(list[Term], tomllib.loads((ROOT / "desktop/terms.toml").read_text(encoding="utf-8"))["term"])

every_experiment = pytest.mark.parametrize("experiment", EXPERIMENTS)
every_language = pytest.mark.parametrize("language", list(HEADINGS))
in_chinese = pytest.mark.parametrize("language", CHINESE)
every_term = pytest.mark.parametrize("term", TERMS, ids=lambda term: str(term["id"]))


def word(term: Term, language: str) -> str:
    """The term in a language."""
    return str(cast(dict[str, object], term)[language])


def read(language: str, experiment: str) -> str:
    return (LESSONS / language / f"{experiment}.md").read_text(encoding="utf-8")


def title(text: str) -> str:
    return text.partition("\n")[0].removeprefix("# ")


def sections(text: str) -> dict[str, str]:
    """The text under each heading."""
    pieces = re.split(r"^## (.+)\n", text, flags=re.M)[1:]
    return dict(zip(pieces[::2], pieces[1::2], strict=True))


def code_words(text: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", text))


def prose(text: str) -> str:
    """The text without its code and without the marks of Markdown; where code stood there is an x."""
    return re.sub(r"```.*?```|`[^`]+`", "x", text, flags=re.S).replace("**", "")


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", prose(text)))


@every_language
def test_every_experiment_has_a_lesson_and_every_lesson_an_experiment(language: str) -> None:
    folder = LESSONS / language
    found = sorted(path.relative_to(folder).with_suffix("").as_posix() for path in folder.glob("*/*.md"))
    assert found == EXPERIMENTS


@every_language
@every_experiment
def test_a_lesson_has_its_shape(language: str, experiment: str) -> None:
    text = read(language, experiment)
    assert re.match(r"# \S[^\n]*\n\n## ", text)
    assert list(sections(text)) == HEADINGS[language]
    assert all(body.strip() for body in sections(text).values())


@every_language
@every_experiment
def test_a_question_offers_two_to_four_answers(language: str, experiment: str) -> None:
    question = sections(read(language, experiment))[HEADINGS[language][0]]
    assert 2 <= len(re.findall(r"^- ", question, flags=re.M)) <= 4
    assert question.rstrip().splitlines()[-1].startswith("- ")


@every_language
def test_titles_are_short_and_distinct(language: str) -> None:
    titles = [title(read(language, experiment)) for experiment in EXPERIMENTS]
    assert len(set(titles)) == len(titles)
    assert max(map(len, titles)) <= (32 if language == "en" else 14)


@in_chinese
@every_experiment
def test_the_languages_make_the_same_claims(language: str, experiment: str) -> None:
    english = sections(read("en", experiment)).values()
    other = sections(read(language, experiment)).values()
    assert [code_words(text) for text in other] == [code_words(text) for text in english]
    assert [numbers(text) for text in other] == [numbers(text) for text in english]
    assert [text.count("\n- ") for text in other] == [text.count("\n- ") for text in english]


@every_experiment
def test_code_words_in_capitals_are_in_the_script(experiment: str) -> None:
    script = (ROOT / f"workers/experiments/{experiment}.py").read_text(encoding="utf-8")
    assert {name for name in code_words(read("en", experiment)) if name.isupper()} <= set(re.findall(r"\w+", script))


@every_term
def test_terms_are_used_in_every_language(term: Term) -> None:
    if term.get("everyday"):
        return
    english = re.compile(rf"\b{re.escape(term['en'])}(?:e?s)?\b", re.I)
    for experiment in EXPERIMENTS:
        if english.search(prose(read("en", experiment))):
            missing = [language for language in CHINESE if word(term, language) not in read(language, experiment)]
            assert not missing, f"{experiment} has no {[word(term, language) for language in missing]}"


@every_term
@every_language
def test_words_to_avoid_are_avoided(term: Term, language: str) -> None:
    second_name = term.get("also", {}).get(language)
    for experiment in EXPERIMENTS:
        text = prose(read(language, experiment))
        for unwanted in term.get("avoid", {}).get(language, []):
            pattern = rf"\b{re.escape(unwanted)}" if language == "en" else unwanted
            assert not re.search(pattern, text, re.I), f"{experiment}: {unwanted}"
        assert second_name is None or second_name not in text.replace(f"（{second_name}）", ""), experiment


@every_term
@in_chinese
def test_a_second_name_is_told_where_a_term_first_stands(term: Term, language: str) -> None:
    second_name = term.get("also", {}).get(language)
    if second_name is None:
        return
    name = word(term, language)
    for experiment in EXPERIMENTS:
        body = read(language, experiment).partition("\n")[2]
        assert name not in body or body.partition(name)[2].startswith(f"（{second_name}）"), experiment
        assert body.count(f"（{second_name}）") <= 1, experiment


@in_chinese
@every_experiment
def test_chinese_is_written_in_the_script_of_its_readers(language: str, experiment: str) -> None:
    read(language, experiment).encode(CHARACTER_SETS[language])


@in_chinese
@every_experiment
def test_chinese_has_full_width_punctuation(language: str, experiment: str) -> None:
    text = prose(read(language, experiment))
    assert not re.findall(rf"{HAN} ?[,.:;!?()\"']", text)
    assert not re.findall(rf"[,;!?()\"'] ?{HAN}", text)
    assert not re.findall(r"[a-zA-Z0-9] ?[,;:!?](?!\d)", text)
    assert "！" not in text


@in_chinese
@every_experiment
def test_a_space_stands_between_chinese_and_latin(language: str, experiment: str) -> None:
    text = prose(read(language, experiment))
    assert not re.findall(rf"{HAN}[A-Za-z0-9]|[A-Za-z0-9]{HAN}", text)
    # Full-width punctuation has its own space.
    assert not re.findall(r"[，。：；？、（）「」“”] +\S|\S +[，。：；？、（）「」”]", text)


@every_experiment
def test_a_lesson_fits_beside_the_code(experiment: str) -> None:
    for text, longest in zip(sections(read("en", experiment)).values(), LONGEST_IN_WORDS, strict=True):
        assert len(prose(text).split()) <= longest
    for language in CHINESE:
        for text, longest in zip(sections(read(language, experiment)).values(), LONGEST_IN_CHARACTERS, strict=True):
            assert len(re.findall(HAN, text)) <= longest


def test_terms_are_complete_and_listed_once() -> None:
    assert len({term["id"] for term in TERMS}) == len(TERMS)
    for term in TERMS:
        for language in HEADINGS:
            assert word(term, language)
