"""The three README files say the same, and what they name is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ENGLISH = "README.md"
READMES = (ENGLISH, "README.zh-Hant.md", "README.zh-Hans.md")
FENCED = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str) -> list[tuple[str, str]]:
    """The fenced code, without what comments say."""
    return [(language, re.sub(r" +# .*", "", code)) for language, code in FENCED.findall(text(name))]


def outline(name: str) -> list[str]:
    """What the reader sees of the structure: levels of headings, list items and table rows."""
    return re.findall(r"^(#+ |\d\. |- |\|)", FENCED.sub("", text(name)), re.MULTILINE)


def commands_in_prose(name: str) -> set[str]:
    return set(re.findall(r"`(make \w+|python -m [\w.]+|ipc-lab \w+)`", text(name)))


@pytest.mark.parametrize("name", READMES[1:])
def test_each_language_has_the_same_parts(name: str) -> None:
    assert outline(name) == outline(ENGLISH)
    assert blocks(name) == blocks(ENGLISH)
    assert commands_in_prose(name) == commands_in_prose(ENGLISH)


@pytest.mark.parametrize("name", READMES)
def test_what_a_readme_links_to_is_there(name: str) -> None:
    linked = re.findall(r"\]\(([^):]+)\)", text(name))
    assert linked
    assert not [target for target in linked if not (ROOT / target).exists()]


@pytest.mark.parametrize("name", READMES)
def test_the_paths_in_a_readme_are_there(name: str) -> None:
    named = re.findall(r"`((?:desktop|workers|tests)/[\w./-]*)`", text(name))
    assert named
    assert not [path for path in named if not (ROOT / path).exists()]


@pytest.mark.parametrize("name", READMES)
def test_make_targets_are_explained(name: str) -> None:
    makefile = text("Makefile")
    targets = re.findall(r"make (\w+)", text(name))
    assert {"run", "test", "check", "bench", "build", "gallery"} <= set(targets)
    assert not [target for target in targets if f"\n{target}:" not in makefile]


@pytest.mark.parametrize("name", READMES)
def test_every_dependency_has_its_reason(name: str) -> None:
    wanted = [line for line in text("requirements.in").splitlines() if line and not line.startswith("#")]
    reasons = re.findall(r"^\| ([\w-]+) \| [^|]{4,} \|$", text(name), re.MULTILINE)
    assert {line.partition(">")[0] for line in wanted} <= set(reasons)
