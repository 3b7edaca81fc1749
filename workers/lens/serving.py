"""What a Manager's server does for each call, made of what it recorded: a request received, and the answer sent.

The calls themselves are not wrapped in the server: they are the learner's own objects' methods. What is between a
request and its answer, in one thread and on one connection, is the call.
"""

import ast
from collections.abc import Callable

from msgspec import structs

from .events import Operation, Outcome


class Server:
    """Makes operations of a server process's messages. `object_called` gives a managed object by its server's name."""

    def __init__(self, object_called: Callable[[str], int | None], next_number: Callable[[], int]) -> None:
        self._object_called = object_called
        self._next_number = next_number
        self._requests: dict[int, Operation] = {}  # thread -> the request that it is answering

    def take(self, operation: Operation) -> Operation | None:
        """Take an operation of the server's; gives the call that it completes, if it does."""
        if operation.outcome is not Outcome.DONE or operation.ended is None:
            return None
        if operation.name == "Connection.recv":
            self._requests[operation.thread] = operation
        elif operation.name == "Connection.send":
            request = self._requests.pop(operation.thread, None)
            if request is not None and request.object == operation.object:
                return self._call(request, operation)
        return None

    def _call(self, request: Operation, answer: Operation) -> Operation | None:
        identity, method, said = parse_request(request.value)
        if not method or request.ended is None:
            return None
        kind, result = parse_answer(answer.value)
        failed = kind in ("#ERROR", "#TRACEBACK")
        return structs.replace(
            request,
            number=self._next_number(),
            name=f"Server.{method}",
            began=request.ended,
            ended=max(request.ended, answer.began),
            outcome=Outcome.RAISED if failed else Outcome.DONE,
            object=self._object_called(identity) if identity else None,
            size=0,
            value=said if failed or result in ("", "None") else f"{said} → {result}",
            exception=result.partition("(")[0] if failed else "",
        )


def parse_request(text: str) -> tuple[str, str, str]:
    """Give the object's name in the server ("" for the server itself), the method, and the text of its arguments."""
    head, _, rest = text.removeprefix("(").partition(", ")
    method, _, rest = rest.partition(", ")
    identity = _literal(head)
    said = rest.removesuffix(")").removesuffix(", {}").removeprefix("(").removesuffix(")").removesuffix(",")
    return identity, _literal(method), said


def parse_answer(text: str) -> tuple[str, str]:
    """Give the kind of an answer ("#RETURN", "#ERROR", …) and the text of what it holds."""
    head, _, rest = text.removeprefix("(").partition(", ")
    return _literal(head), rest.removesuffix(")")


def _literal(text: str) -> str:
    """Give the text that a literal stands for, "" for anything else."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return ""
    return value if isinstance(value, str) else ""
