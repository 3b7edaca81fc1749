"""Experiments: each is fit to be learned from, and runs under every start method; what they show is tested by topic."""

import ast
import math
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.experiments import (
    SHORT,
    each_start_method,
    outcome,
    short,
    source_with,
)
from tests.workers import runs
from workers import catalog
from workers.catalog import Experiment

EXPERIMENTS = catalog.experiments()
MOST_LINES = 45
DEFINES = (ast.Expr, ast.Import, ast.ImportFrom, ast.Assign, ast.FunctionDef, ast.ClassDef)
NOT_INSIDE = (ast.FunctionDef, ast.ClassDef)

each_experiment = pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.key)

# How they are written


@each_experiment
def test_an_experiment_is_short_and_says_in_one_line_what_it_shows(experiment: Experiment) -> None:
    text = experiment.path.read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES
    assert re.fullmatch(r'"""[^\n]+[.?]"""', text.partition("\n")[0])


@each_experiment
def test_its_constants_come_first_and_each_says_what_it_is(experiment: Experiment) -> None:
    text = experiment.path.read_text(encoding="utf-8")
    constants = catalog.constants(text)
    assert constants
    assert all(constant.comment for constant in constants)
    capitals = re.findall(r"^([A-Z][A-Z0-9_]*) =", text, flags=re.M)
    assert capitals == [constant.name for constant in constants]
    first_function = text.index("\ndef ") if "\ndef " in text else len(text)
    assert constants[-1].line <= text[:first_function].count("\n")


@each_experiment
def test_it_has_a_main_guard_and_its_functions_can_be_imported(experiment: Experiment) -> None:
    *definitions, guard = ast.parse(experiment.path.read_text(encoding="utf-8")).body
    assert isinstance(guard, ast.If)
    assert ast.unparse(guard.test) == "__name__ == '__main__'"
    assert all(isinstance(node, DEFINES) for node in definitions)
    # A function inside another could not be pickled, and so not be run by a spawned process.
    functions = [node for node in definitions if isinstance(node, ast.FunctionDef)]
    assert not [
        inner for node in functions for inner in ast.walk(node) if isinstance(inner, NOT_INSIDE) and inner != node
    ]
    assert not [inner for inner in ast.walk(guard) if isinstance(inner, NOT_INSIDE)]


@each_experiment
def test_it_leaves_the_start_method_to_whoever_runs_it(experiment: Experiment) -> None:
    text = experiment.path.read_text(encoding="utf-8")
    assert "set_start_method" not in text
    assert "get_context" not in text or experiment.topic == "start_methods"


# How they run


@each_start_method
@each_experiment
def test_it_runs_and_is_watched_under_each_start_method(experiment: Experiment, start_method: str) -> None:
    result = outcome(short(experiment.key, start_method)._replace(watch=True))
    finished = result.finished
    assert result.out
    assert finished.dropped == 0
    assert finished.results
    assert finished.results_unit
    for value in finished.results.values():
        assert all(math.isfinite(number) and number >= 0 for number in (value if isinstance(value, list) else [value]))


@each_experiment
def test_it_runs_alone_and_its_output_can_be_read_from_afar(experiment: Experiment, tmp_path: Path) -> None:
    script = runs.script(tmp_path, source_with(experiment.key, SHORT.get(experiment.key, {})), experiment.path.name)
    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", script.name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert 1 <= len(lines) <= 20
    assert max(map(len, lines)) <= 64
