"""The borders between the parts, read from their imports."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OUR_PACKAGES = {"desktop", "workers", "tests"}

# What the window may know of the processes: how to start them, what there is to start, and what they tell.
DOORS_TO_WORKERS = {
    "workers.archive",
    "workers.catalog",
    "workers.launch",
    "workers.lens.events",
    "workers.messages",
    "workers.search",
    "workers.session",
}
# Scenes are computed from what was recorded, and from nothing else: no clock, no chance, no system.
IMPURE = {
    "asyncio",
    "ctypes",
    "datetime",
    "io",
    "locale",
    "os",
    "pathlib",
    "random",
    "socket",
    "sys",
    "threading",
    "time",
}
STARTS_PROCESSES = {"multiprocessing", "subprocess", "concurrent.futures", "pty"}


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """The dotted name of each module that a file imports, wherever in the file; `from x import y` gives x and x.y."""
    package = path.relative_to(ROOT).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*above, node.module) if node.module else above)
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def reaches(path: Path, targets: set[str]) -> list[str]:
    """The imports of a file that are one of `targets` or inside one."""
    return [name for name in imports(path) if any(f"{name}.".startswith(f"{target}.") for target in targets)]


def label(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def each(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=label)


EXPERIMENTS = modules("workers/experiments")
WORKERS = [path for path in modules("workers") if path not in EXPERIMENTS]
# Packaging and icons are for whoever builds the program, and no part of it.
DESKTOP = [path for path in modules("desktop") if not {"packaging", "icons"} & set(path.parts)]
# The entry also plays the other roles of the frozen program, so it knows the doors to those.
WINDOW = [path for path in DESKTOP if path != ROOT / "desktop/__main__.py"]
PURE = [path for path in DESKTOP if label(path).startswith("desktop/scenes/")]
PURE += [
    path
    for path in DESKTOP
    if path.name in {"world.py", "recording.py", "things.py", "things_at.py", "meaning.py", "playback.py", "stage.py"}
]


def with_all_they_import(starts: list[Path]) -> list[Path]:
    """Files of the project, and those that they import, however far down."""
    found: list[Path] = []
    waiting = [*starts]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.append(path)
            stems = (ROOT.joinpath(*name.split(".")) for name in imports(path))
            candidates = (file for stem in stems for file in (stem.with_suffix(".py"), stem / "__init__.py"))
            waiting += [file for file in candidates if file.exists()]
    return sorted(found)


# These run in the same process as a learner's script, which may have modules of its own with any name.
OBSERVED = with_all_they_import(
    [ROOT / "workers/host.py", ROOT / "workers/lens/__init__.py", *modules("workers/lens/seams")]
)


@each(WORKERS + EXPERIMENTS)
def test_workers_know_nothing_of_the_window(path: Path) -> None:
    assert not reaches(path, {"tkinter", "desktop"})


@each(EXPERIMENTS)
def test_an_experiment_imports_only_the_standard_library(path: Path) -> None:
    assert {name.partition(".")[0] for name in imports(path)} <= sys.stdlib_module_names


@each([path for path in WINDOW if path.parent.name not in {"views", "paint"}])
def test_tkinter_is_imported_by_views_and_painters_only(path: Path) -> None:
    assert not reaches(path, {"tkinter"})


@each(WINDOW)
def test_the_window_reaches_processes_through_few_doors(path: Path) -> None:
    inner = [name for name in reaches(path, {"workers"}) if name != "workers"]
    assert not [name for name in inner if not any(f"{name}.".startswith(f"{door}.") for door in DOORS_TO_WORKERS)]


@each(WINDOW)
def test_the_window_starts_no_process_by_itself(path: Path) -> None:
    assert not reaches(path, STARTS_PROCESSES)


@each(PURE)
def test_scenes_and_world_are_pure(path: Path) -> None:
    assert not reaches(path, IMPURE | {"tkinter", "desktop.views", "desktop.paint"})


@each(OBSERVED)
def test_an_observed_process_gets_nothing_but_the_standard_library(path: Path) -> None:
    outside = {name.partition(".")[0] for name in imports(path)} - sys.stdlib_module_names
    assert outside <= {"workers"}


def test_every_dependency_is_declared_and_used() -> None:
    used = {name.partition(".")[0] for path in WORKERS + DESKTOP for name in imports(path)}
    declared = {
        line.partition(">")[0].lower().replace("-", "_")
        for line in (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    }
    assert used - sys.stdlib_module_names - OUR_PACKAGES == declared
