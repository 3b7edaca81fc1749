"""Which modules the executable carries although nothing in the program imports them by name."""

import importlib.util
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

# Tools for developing Python itself, and what cannot work inside an executable.
LEFT_OUT = ("ensurepip", "idlelib", "lib2to3", "pydoc_data", "test", "turtledemo", "venv")
# Parts that are tests, or programs of their own.
PARTS_LEFT_OUT = {"__main__", "test", "tests", "idle_test"}


def modules() -> list[str]:
    """Every module of the standard library that this system has, packages with all their parts."""
    names = sorted(sys.stdlib_module_names - set(LEFT_OUT))
    return [module for name in names for module in _with_parts(name)]


def project_modules(root: Path) -> list[str]:
    """The project's own modules: the roles of the executable are imported late, by name."""
    found = []
    for package in ("desktop", "workers"):
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            if not {"challenges", "experiments", "packaging", "icons"} & set(parts):
                found.append(".".join(parts).removesuffix(".__init__"))
    return found


def _with_parts(name: str) -> Iterator[str]:
    spec = importlib.util.find_spec(name)
    if spec is None:
        return  # another system's: winreg, say
    yield name
    for part in pkgutil.iter_modules(spec.submodule_search_locations or ()):
        if part.name not in PARTS_LEFT_OUT:
            yield from _with_parts(f"{name}.{part.name}")
