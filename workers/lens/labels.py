"""What a script calls its objects: the name from the assignment on the line that made them."""

import ast
from pathlib import Path


class Labels:
    """Gives objects their labels, by reading the scripts that made them."""

    def __init__(self) -> None:
        self._names: dict[str, dict[int, list[str]]] = {}  # path -> line -> names assigned there, in order
        self._made: dict[tuple[str, int, int], int] = {}  # path, line, process -> objects made there so far
        self._counts: dict[str, int] = {}  # kind -> objects without a name

    def label(self, path: str, line: int, kind: str, process: int) -> str:
        """Give the next object made on this line its label: "lock", "forks[2]", or "Lock 3" if it has no name."""
        names = self._lines(path).get(line, []) if path and line else []
        place = self._made.get((path, line, process), 0)
        self._made[path, line, process] = place + 1
        if not names:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            return f"{kind} {self._counts[kind]}"
        if kind == "Pipe" and len(names) == 2:
            return ", ".join(names)
        if names[0].endswith("[]"):
            return f"{names[0][:-1]}{place}]"
        return names[place % len(names)]

    @staticmethod
    def end(pipe: str, which: int) -> str:
        """Give one end of a pipe its label, from the pipe's: "a" from "a, b"; "pipe[0]" from "pipe"."""
        names = pipe.split(", ")
        return names[which] if len(names) == 2 else f"{pipe}[{which}]"

    def _lines(self, path: str) -> dict[int, list[str]]:
        if path not in self._names:
            try:
                self._names[path] = names_by_line(Path(path).read_text(encoding="utf-8"))
            except (OSError, ValueError, SyntaxError, RecursionError):
                self._names[path] = {}
        return self._names[path]


def names_by_line(source: str) -> dict[int, list[str]]:
    """Give, for each line of a script, the names that values made on it are assigned to.

    A name that ends in [] is that of a list that the line fills. Raises SyntaxError or ValueError if it is no script.
    """
    names: dict[int, list[str]] = {}
    for node in ast.walk(ast.parse(source)):
        found = _assigned(node)
        value = node.context_expr if isinstance(node, ast.withitem) else getattr(node, "value", None)
        if found and value is not None:
            for line in range(value.lineno, (value.end_lineno or value.lineno) + 1):
                names.setdefault(line, []).extend(found)
    return names


def _assigned(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Assign):
        target, value = node.targets[0], node.value
    elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
        target, value = node.target, node.value
    elif isinstance(node, ast.withitem) and node.optional_vars is not None:
        target, value = node.optional_vars, node.context_expr
    elif isinstance(node, ast.Expr):
        return _appended(node.value)
    else:
        return []
    if isinstance(target, ast.Tuple | ast.List):
        return [ast.unparse(one) for one in target.elts]
    filled = isinstance(value, ast.ListComp | ast.List | ast.Tuple | ast.DictComp | ast.Dict | ast.BinOp)
    return [ast.unparse(target) + ("[]" if filled else "")]


def _appended(call: ast.expr) -> list[str]:
    """Give the name of the list in `locks.append(Lock())`."""
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "append":
        return [ast.unparse(call.func.value) + "[]"]
    return []
