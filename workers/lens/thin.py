"""Wrappers that are not operations: they look on and pass through.

They are in a file of their own because where.py takes a frame of any other file of the lens for an operation.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing takes longer to import than all of the lens
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Function = Callable[..., Any]


def preceded(original: Function, act: Function) -> Function:
    """Have `act` called with the arguments before each call."""

    def wrapper(*args: Any, **kwargs: Any) -> Any:
        act(*args, **kwargs)
        try:
            return original(*args, **kwargs)
        except BaseException as error:
            error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
            raise

    return wrapper


def followed(original: Function, before: Function, after: Function) -> Function:
    """Have `after` called after each call, with what `before` gave, the result, and the arguments."""

    def wrapper(*args: Any, **kwargs: Any) -> Any:
        given = before(*args, **kwargs)
        try:
            result = original(*args, **kwargs)
        except BaseException as error:
            error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
            raise
        after(given, result, *args, **kwargs)
        return result

    return wrapper


def reaping(poll: Function, tell: Callable[[int, int], None]) -> Function:
    """Have `tell` called with pid and exit code when Popen.poll first learns the exit code."""

    def wrapper(self: Any, *args: Any, **kwargs: Any) -> Any:
        if self.returncode is not None:
            return self.returncode
        code = poll(self, *args, **kwargs)
        if code is not None:
            tell(self.pid, code)
        return code

    return wrapper


def changed(original: Function, change: Function) -> Function:
    """Have each result go through `change`."""

    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            result = original(*args, **kwargs)
        except BaseException as error:
            error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
            raise
        return change(result)

    return wrapper


def failing(original: Function, act: Function) -> Function:
    """Have `act` called with the exception and the object when a method fails.

    For the methods that every message goes through: those without options are given a wrapper that takes just what
    they take, which is twice as fast.
    """
    taken = original.__code__.co_argcount
    if original.__defaults__ or taken > 2:
        return _failing_with_options(original, act)

    def without_argument(self: Any) -> Any:
        try:
            return original(self)
        except BaseException as error:
            error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
            act(error, self)
            raise

    def with_argument(self: Any, obj: Any) -> Any:
        try:
            return original(self, obj)
        except BaseException as error:
            error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
            act(error, self)
            raise

    return without_argument if taken == 1 else with_argument


def _failing_with_options(original: Function, act: Function) -> Function:
    def wrapper(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        try:
            return original(self, *args, **kwargs)
        except BaseException as error:
            error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
            act(error, self)
            raise

    return wrapper
