"""Finds the experiments, and reads and edits the constants that are their inputs.

An input is an UPPER_CASE name bound to a literal, with a trailing comment that says what it is:

    TASKS = 500                            # how many tasks
    USE_LOCK = False                       # take a lock around each update
    FAMILY = ("AF_UNIX", "AF_INET")[0]     # a choice: the index says which one

What is shown and what runs is the text of the script, so setting an input edits that line and nothing else.
"""

import ast
import io
import re
import tokenize
from pathlib import Path
from typing import Literal, NamedTuple

Scalar = bool | int | float | str
Kind = Literal["bool", "int", "float", "str", "choice"]

FOLDER = Path(__file__).parent / "experiments"

# The topics, and within each the order in which it is taught. An experiment that is not named here comes last, by
# name, so that adding one is adding a file.
ORDER: dict[str, tuple[str, ...]] = {
    "pipe": ("two_way", "closing_ends", "one_way", "broken_pipe", "full_buffer", "shared_end", "speed"),
    "manager": ("plain_dict", "lost_update", "too_many", "nested", "server", "cost", "remote"),
    "pool": (
        "process_per_task",
        "apply",
        "apply_async",
        "callback",
        "close_and_join",
        "initializer",
        "size",
        "chunks",
        "errors",
        "killed_worker",
        "ordering",
        "pickling",
    ),
    "queue": ("producer_consumer", "sentinel", "joinable", "join_before_get", "empty_is_a_guess", "inside"),
    "locks": (
        "lock",
        "rlock",
        "semaphore",
        "event",
        "condition",
        "barrier",
        "deadlock",
        "philosophers",
        "value",
        "killed_holder",
        "what_is_a_lock",
    ),
    "start_methods": ("globals", "guard", "cost"),
}
TOPICS = tuple(ORDER)

CHALLENGES = "challenges"
CHALLENGE_ORDER = (
    "lost_update",
    "check_then_act",
    "wrong_reader",
    "opposite_order",
    "philosophers",
    "join_before_get",
    "cleared_too_early",
    "missed_notification",
    "one_short",
    "released_too_often",
    "shared_end",
    "callback_that_waits",
)


class Experiment(NamedTuple):
    """A script that teaches one thing. `summary` is the first line of its docstring."""

    topic: str
    name: str
    path: Path
    summary: str

    @property
    def key(self) -> str:
        """The name by which people ask for it: "pool/apply"."""
        return f"{self.topic}/{self.name}"


class Constant(NamedTuple):
    """An input of a script. `line` counts from 1; `choices` is empty but for the kind "choice"."""

    name: str
    kind: Kind
    value: Scalar
    choices: tuple[Scalar, ...]
    comment: str
    line: int


class ConstantError(ValueError):
    """A constant cannot be set as asked. Its text is a sentence; `name`, `kind` and `text` serve to say it anew."""

    def __init__(self, name: str, kind: Kind | None, text: str, choices: tuple[Scalar, ...] = ()) -> None:
        self.name, self.kind, self.text, self.choices = name, kind, text, choices
        wanted = f"one of {', '.join(map(str, choices))}" if choices else _WANTED.get(kind or "str", "")
        super().__init__(
            f"{name} takes {wanted}, and {text!r} is none." if kind else f"The script has no constant named {name}."
        )


_WANTED = {
    "bool": "True or False",
    "int": "a whole number such as 10",
    "float": "a number such as 0.5",
    "str": "a text",
}


def experiments() -> tuple[Experiment, ...]:
    """Every experiment, by topic in the order in which it is taught."""
    found = [
        Experiment(topic, path.stem, path, _summary(path))
        for topic in TOPICS
        for path in sorted((FOLDER / topic).glob("*.py"))
    ]
    return tuple(sorted(found, key=_place))


def challenges() -> tuple[Experiment, ...]:
    """The scripts that a learner first breaks and then repairs, in the order in which they are offered."""
    paths = [FOLDER.with_name(CHALLENGES) / f"{name}.py" for name in CHALLENGE_ORDER]
    return tuple(Experiment(CHALLENGES, path.stem, path, _summary(path)) for path in paths)


def find(key: str) -> Experiment:
    """The experiment called TOPIC/NAME. Raises LookupError with a sentence if there is none."""
    for experiment in experiments():
        if experiment.key == key:
            return experiment
    raise LookupError(f"There is no experiment {key!r}; `python -m workers list` shows what there is.")


def constants(source: str) -> tuple[Constant, ...]:
    """The inputs of a script in the order of their lines; none if the script does not parse."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return ()
    comments = _comments(source)
    found = []
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if re.fullmatch(r"[A-Z][A-Z0-9_]*", name):
                constant = _constant(name, value, comments.get(statement.lineno, ""), statement.lineno)
                if constant is not None:
                    found.append(constant)
    return tuple(found)


def with_constant(source: str, name: str, text: str) -> str:
    """The same script with one constant set from what a person typed.

    Numbers may be written as Python writes them ("1_000"). Raises ConstantError if the text does not fit the kind.
    """
    constant = next((c for c in constants(source) if c.name == name), None)
    if constant is None:
        raise ConstantError(name, None, text)
    statement = next(
        s
        for s in ast.parse(source).body
        if isinstance(s, ast.Assign) and isinstance(s.targets[0], ast.Name) and s.targets[0].id == name
    )
    node = statement.value
    if isinstance(node, ast.Subscript):
        return _replaced(source, node.slice, str(_choice_index(constant, text)))
    return _replaced(source, node, repr(_parsed(constant, text)))


def _place(experiment: Experiment) -> tuple[int, int, str]:
    order = ORDER[experiment.topic]
    rank = order.index(experiment.name) if experiment.name in order else len(order)
    return TOPICS.index(experiment.topic), rank, experiment.name


def _summary(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_bytes())) or ""
    return docstring.partition("\n")[0]


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {t.start[0]: t.string.lstrip("# ").rstrip() for t in tokens if t.type == tokenize.COMMENT}


def _constant(name: str, node: ast.expr, comment: str, line: int) -> Constant | None:
    try:
        match node:
            case ast.Subscript(value=ast.Tuple() as options, slice=ast.Constant(value=int(index))):
                choices = ast.literal_eval(options)
                return Constant(name, "choice", choices[index], choices, comment, line)
            case _:
                value = ast.literal_eval(node)
    except (ValueError, TypeError, IndexError):
        return None
    for kind in (bool, int, float, str):
        if type(value) is kind:
            return Constant(name, kind.__name__, value, (), comment, line)  # type: ignore[arg-type]
    return None


def _parsed(constant: Constant, text: str) -> Scalar:
    if constant.kind == "str":
        return text
    try:
        value = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError):
        value = None
    if constant.kind == "float" and type(value) is int:
        value = float(value)
    if type(value).__name__ != constant.kind:
        raise ConstantError(constant.name, constant.kind, text)
    return value  # type: ignore[no-any-return]


def _choice_index(constant: Constant, text: str) -> int:
    written = [str(choice) for choice in constant.choices]
    if text.strip() not in written:
        raise ConstantError(constant.name, "choice", text, constant.choices)
    return written.index(text.strip())


def _replaced(source: str, node: ast.expr, text: str) -> str:
    """The source with one expression's text exchanged. ast counts columns in UTF-8 bytes, and so must we."""
    lines = source.encode().splitlines(keepends=True)
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    head = lines[node.lineno - 1][: node.col_offset]
    tail = lines[node.end_lineno - 1][node.end_col_offset :]
    before, after = b"".join(lines[: node.lineno - 1]), b"".join(lines[node.end_lineno :])
    return (before + head + text.encode() + tail + after).decode()
