import ast
import re
import string
from pathlib import Path

import pytest

from desktop.words import LANGUAGES, Words, language_of, system_language, table

DESKTOP = Path(__file__).parent.parent.parent / "desktop"
# Sections whose words are all named in full in the code; the names of others are put together there.
NAMED_IN_FULL = {"app", "chart", "code", "end", "lesson", "list", "notice", "output", "script", "stage", "status"}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def literals() -> set[str]:
    found: set[str] = set()
    for path in DESKTOP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


@pytest.mark.parametrize("name", table())
def test_a_word_is_there_in_each_language_with_the_same_places(name: str) -> None:
    texts = table()[name]
    assert set(texts) == set(LANGUAGES)
    assert all(text.strip() for text in texts.values())
    assert len({frozenset(places(text)) for text in texts.values()}) == 1


def test_every_word_that_the_code_names_is_there() -> None:
    sections = {name.partition(".")[0] for name in table()}
    named = {
        text for text in literals() if re.fullmatch(r"[a-z]+\.[a-z_]*[a-z]", text) and text.split(".")[0] in sections
    }
    assert named
    assert named <= set(table())


def test_no_word_is_left_over() -> None:
    used = literals()
    assert [name for name in table() if name.partition(".")[0] in NAMED_IN_FULL and name not in used] == []


def test_a_missing_place_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(KeyError):
        Words("en")("status.running")


@pytest.mark.parametrize(
    ("locale_name", "language"),
    [
        ("zh_TW.UTF-8", "zh-Hant"),
        ("zh_HK", "zh-Hant"),
        ("zh-Hant-SG", "zh-Hant"),
        ("Chinese (Traditional)_Taiwan", "zh-Hant"),
        ("zh_CN.UTF-8", "zh-Hans"),
        ("zh_SG", "zh-Hans"),
        ("de_DE.UTF-8", "en"),
        ("", "en"),
    ],
)
def test_the_language_follows_the_locale(locale_name: str, language: str) -> None:
    assert language_of(locale_name) == language


def test_the_environment_says_which_language_the_system_speaks() -> None:
    assert system_language({"LANG": "zh_TW.UTF-8", "LC_ALL": ""}) == "zh-Hant"
    assert system_language({"LANG": "zh_TW.UTF-8", "LC_ALL": "zh_CN.UTF-8"}) == "zh-Hans"
