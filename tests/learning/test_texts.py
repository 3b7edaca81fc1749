"""What is said of errors and of terms is written as the lessons are: by the list of terms, in each reader's script."""

import re
import tomllib
from pathlib import Path

import pytest

from desktop.words import LANGUAGES, Language

DESKTOP = Path(__file__).parent.parent.parent / "desktop"
TERMS = tomllib.loads((DESKTOP / "terms.toml").read_text(encoding="utf-8"))["term"]
ERRORS = tomllib.loads((DESKTOP / "errors.toml").read_text(encoding="utf-8"))
WORDS = tomllib.loads((DESKTOP / "words.toml").read_text(encoding="utf-8"))
TEXTS = {
    **{f"{name}.{part}": texts for name, parts in ERRORS.items() for part, texts in parts.items()},
    **{term["id"]: term["means"] for term in TERMS},
    **{f"{s}.{name}": texts for s in ("learn", "panel", "summary") for name, texts in WORDS[s].items()},
}
CHARACTER_SETS: dict[Language, str] = {"en": "utf-8", "zh-Hant": "big5", "zh-Hans": "gb2312"}
HAN = r"[\u4e00-\u9fff]"
NOT_IN_THESE = "…×’“”·"  # signs that the old character sets lack or that stand for themselves

every_text = pytest.mark.parametrize("name", TEXTS)


@every_text
def test_a_text_is_there_in_each_language_in_its_script(name: str) -> None:
    for language in LANGUAGES:
        text = re.sub(f"[{NOT_IN_THESE}]", "", TEXTS[name][language])
        text.encode(CHARACTER_SETS[language])


@every_text
def test_chinese_has_full_width_punctuation_and_space_around_latin(name: str) -> None:
    for language in ("zh-Hant", "zh-Hans"):
        text = re.sub(r"\{\w+\}", "x", TEXTS[name][language])
        assert not re.findall(rf"{HAN} ?[,;!?]", text), text
        assert not re.findall(rf"{HAN}[A-Za-z0-9]|[A-Za-z0-9]{HAN}", text), text


@pytest.mark.parametrize("term", TERMS, ids=lambda term: str(term["id"]))
def test_words_to_avoid_are_avoided(term: dict[str, dict[str, list[str]]]) -> None:
    for language, unwanted in term.get("avoid", {}).items():
        for word in unwanted:
            pattern = rf"\b{re.escape(word)}" if language == "en" else word
            assert not [name for name, texts in TEXTS.items() if re.search(pattern, texts[language], re.I)], word
