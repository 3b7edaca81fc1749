"""What the catalog finds, and that setting an input edits its line and nothing else."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers import catalog

SOURCE = '''"""A script."""
import os

TASKS = 500              # how many tasks
SECONDS = 0.5  # how long; 一次
USE_LOCK = False  # take it
NAME = "甲"; OTHER = 1
FAMILY = ("AF_UNIX", "AF_INET")[0]  # kind of socket
LATER = os.cpu_count()
lower = 3

def f():
    INNER = 1
'''


def test_experiments_come_by_topic_in_the_order_of_teaching() -> None:
    keys = [experiment.key for experiment in catalog.experiments()]
    assert keys[:2] == ["pipe/two_way", "pipe/closing_ends"]
    assert next(key for key in keys if key.startswith("pool/")) == "pool/process_per_task"
    assert {key.partition("/")[0] for key in keys} <= set(catalog.TOPICS)


def test_every_experiment_that_the_order_names_and_every_other_file_is_found_once() -> None:
    files = {f"{path.parent.name}/{path.stem}" for path in catalog.FOLDER.glob("*/*.py")}
    assert sorted(experiment.key for experiment in catalog.experiments()) == sorted(files)


def test_an_unknown_experiment_is_a_lookup_error_that_says_what_to_do() -> None:
    with pytest.raises(LookupError, match=r"workers list"):
        catalog.find("pipe/nothing")


def test_constants_are_the_literals_in_capitals_at_the_top() -> None:
    found = {c.name: c for c in catalog.constants(SOURCE)}
    assert list(found) == ["TASKS", "SECONDS", "USE_LOCK", "NAME", "OTHER", "FAMILY"]
    assert found["TASKS"] == catalog.Constant("TASKS", "int", 500, (), "how many tasks", 4)
    assert found["USE_LOCK"].kind == "bool"
    assert found["SECONDS"].comment == "how long; 一次"
    assert found["FAMILY"] == catalog.Constant(
        "FAMILY", "choice", "AF_UNIX", ("AF_UNIX", "AF_INET"), "kind of socket", 8
    )


def test_a_script_that_does_not_parse_has_no_constants() -> None:
    assert catalog.constants("A = (") == ()
    assert catalog.constants("A = '\0'") == ()


@pytest.mark.parametrize(
    ("name", "text", "line", "expected"),
    [
        ("TASKS", "20", 4, "TASKS = 20              # how many tasks"),
        ("TASKS", "1_000", 4, "TASKS = 1000              # how many tasks"),
        ("SECONDS", "2", 5, "SECONDS = 2.0  # how long; 一次"),
        ("USE_LOCK", "True", 6, "USE_LOCK = True  # take it"),
        ("NAME", "乙", 7, "NAME = '乙'; OTHER = 1"),
        ("OTHER", "-2", 7, 'NAME = "甲"; OTHER = -2'),
        ("FAMILY", "AF_INET", 8, 'FAMILY = ("AF_UNIX", "AF_INET")[1]  # kind of socket'),
    ],
)
def test_setting_a_constant_edits_its_value_only(name: str, text: str, line: int, expected: str) -> None:
    before, after = SOURCE.splitlines(), catalog.with_constant(SOURCE, name, text).splitlines()
    assert after[line - 1] == expected
    assert [*after[: line - 1], *after[line:]] == [*before[: line - 1], *before[line:]]


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("TASKS", "many", "TASKS takes a whole number such as 10, and 'many' is none."),
        ("TASKS", "1.5", "TASKS takes a whole number such as 10, and '1.5' is none."),
        ("TASKS", "__import__('os')", "TASKS takes a whole number"),
        ("SECONDS", "", "SECONDS takes a number such as 0.5"),
        ("USE_LOCK", "1", "USE_LOCK takes True or False"),
        ("FAMILY", "AF_X", "FAMILY takes one of AF_UNIX, AF_INET, and 'AF_X' is none."),
        ("NOTHING", "1", "The script has no constant named NOTHING."),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_with_a_sentence(name: str, text: str, sentence: str) -> None:
    with pytest.raises(catalog.ConstantError) as refused:
        catalog.with_constant(SOURCE, name, text)
    assert str(refused.value).startswith(sentence)


@given(st.integers(), st.text(), st.floats(allow_nan=False, allow_infinity=False))
def test_whatever_is_set_is_what_the_script_then_holds(number: int, text: str, fraction: float) -> None:
    source = catalog.with_constant(SOURCE, "TASKS", str(number))
    source = catalog.with_constant(source, "NAME", text)
    source = catalog.with_constant(source, "SECONDS", repr(fraction))
    held = {
        statement.targets[0].id: ast.literal_eval(statement.value)
        for statement in ast.parse(source).body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.targets[0], ast.Name)
        and statement.targets[0].id in {"TASKS", "NAME", "SECONDS"}
    }
    assert held == {"TASKS": number, "NAME": text, "SECONDS": fraction}
