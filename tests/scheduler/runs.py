"""Helpers for tests that explore scripts for real."""

import textwrap
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from workers import catalog
from workers.explore import Exploration, Explored, Plan
from workers.nursery import Nursery, Ran
from workers.sampling import Walk
from workers.session import Run
from workers.steps import Moment, Step


def script(folder: Path, body: str, main: str) -> Path:
    """A script with functions, and the lines under its main guard."""
    path = folder / "script.py"
    guarded = textwrap.indent(textwrap.dedent(main), "    ")
    text = f"from multiprocessing import *\n{textwrap.dedent(body)}\nif __name__ == '__main__':\n{guarded}\n"
    path.write_text(text, encoding="utf-8")
    return path


def explored(
    script: Path | str, schedules: int | None = None, *, start_method: str = "fork", seed: int = 0, **constants: object
) -> Explored:
    """Explore a script or an experiment to the end; `schedules`: a sample of so many."""
    run = run_of(script, start_method, **constants)
    exploration = Exploration(Plan(run, schedules, exhaustive=schedules is None, seed=seed))
    return list(exploration)[-1]


def run_of(script: Path | str, start_method: str = "fork", **constants: object) -> Run:
    """A run of a script or an experiment, with constants set."""
    path = catalog.find(script).path if isinstance(script, str) else script
    source = path.read_text(encoding="utf-8")
    for name, value in constants.items():
        source = catalog.with_constant(source, name, str(value))
    return Run(path, source=source, start_method=start_method)


def outcomes(found: Explored) -> Counter[str]:
    """How many schedules led to which outcome."""
    return Counter({way.outcome.text: way.schedules for way in found.ways})


def kinds(found: Explored) -> set[str]:
    return {way.outcome.kind for way in found.ways}


class Follow:
    """Chooses by a list of names, then whoever is first; keeps the moments."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        self._names = list(names)
        self.moments: list[Moment] = []

    def choose(self, moment: Moment, steps: Sequence[Step]) -> str | None:
        self.moments.append(moment)
        if self._names:
            return self._names.pop(0)
        return moment.ready[0] if moment.ready else None


def followed(script: Path, names: Sequence[str] = (), *, start_method: str = "fork") -> tuple[Ran, list[Moment]]:
    chooser = Follow(names)
    with Nursery(run_of(script, start_method)) as nursery:
        return nursery.run(chooser), chooser.moments


__all__ = ["Walk", "explored", "followed", "kinds", "outcomes", "run_of", "script"]
