"""What the repository may and may not contain."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "LICENSE",
    "Makefile",
    "README.md",
    "README.zh-Hans.md",
    "README.zh-Hant.md",
    "build.spec",
    "desktop",
    "pyproject.toml",
    "requirements-bench.in",
    "requirements-bench.txt",
    "requirements-dev.in",
    "requirements-dev.txt",
    "requirements.in",
    "requirements.txt",
    "tests",
    "workers",
}
# The folders where somebody's machine keeps their own files.
MACHINE_PATH = re.compile(r"(?<![\w.])(?:/(?:root|work|home|Users)/\w|[A-Z]:\\Users\\\w)")
# An index address belongs into the settings of the machine that installs.
INDEX_ADDRESS = re.compile(r"\bpypi\.|pythonhosted|--(?:extra-)?index-url|--find-links|--trusted-host", re.IGNORECASE)
REQUIREMENT = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>[\w.]+)(?: ; [^\\]+)?(?P<hashes>(?: \\\n +--hash=sha256:[0-9a-f]{64})+)$", re.M
)
LOCKED = ("requirements.txt", "requirements-dev.txt", "requirements-bench.txt")


def tracked() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).exists()]


def text_of(path: Path) -> str:
    """The text of a file; of a picture or an icon, what of it can be read as text."""
    return path.read_bytes().decode("utf-8", errors="ignore")


@pytest.fixture(scope="module")
def files() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone: there is no list of what belongs to the repository")
    return tracked()


def test_the_top_level_is_as_designed(files: list[Path]) -> None:
    assert {path.relative_to(ROOT).parts[0] for path in files} <= TOP_LEVEL


def test_no_file_names_a_path_of_somebodys_machine(files: list[Path]) -> None:
    assert not {path.name: found.group() for path in files if (found := MACHINE_PATH.search(text_of(path)))}


def test_no_file_names_a_package_index(files: list[Path]) -> None:
    mine = Path(__file__)
    found = {path.name: INDEX_ADDRESS.findall(text_of(path)) for path in files if path != mine}
    assert not {name: addresses for name, addresses in found.items() if addresses}


@pytest.mark.parametrize("name", LOCKED)
def test_requirements_are_pinned_with_hashes(name: str) -> None:
    text = "\n".join(
        line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("#")
    )
    assert REQUIREMENT.sub("", text).strip() == ""


def test_the_requirement_files_agree() -> None:
    versions: dict[str, set[str]] = {}
    for name in LOCKED:
        for found in REQUIREMENT.finditer((ROOT / name).read_text(encoding="utf-8")):
            versions.setdefault(found["name"], set()).add(found["version"])
    assert versions
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}
