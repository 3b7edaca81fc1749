"""What a pickle says, without unpickling it: a short text in the way of repr().

Nothing is imported or called, so a pickle from anywhere is safe to look at, and one that was cut short still tells
how it begins. Only what pickle protocols 2 to 5 write is known; an unknown opcode ends the reading.
"""

import functools
import itertools
import pickletools
from typing import Any

CUT = "…"
_MARK = object()
_CALLS = {"REDUCE", "NEWOBJ", "NEWOBJ_EX"}
_CONSTANTS = {"NONE": "None", "NEWTRUE": "True", "NEWFALSE": "False"}
_EMPTY = {"EMPTY_LIST": "[]", "EMPTY_TUPLE": "()", "EMPTY_DICT": "{}", "EMPTY_SET": "{}"}
_BRACKETS = {"TUPLE": ("(", ")"), "LIST": ("[", "]"), "FROZENSET": ("{", "}")}
_TUPLES = {"TUPLE1": 1, "TUPLE2": 2, "TUPLE3": 3}


def looks_pickled(data: bytes) -> bool:
    """Whether bytes begin as pickles of multiprocessing's do."""
    return len(data) > 2 and data[0] == 0x80 and 2 <= data[1] <= 5


@functools.lru_cache(4096)
def spell(data: bytes, most: int = 80) -> str:
    """Give the text of a pickle that may be cut short, at most `most` characters of it."""
    reader = _Reader()
    place = 0
    try:
        for opcode, argument, position in pickletools.genops(data):
            place = position or 0
            if not reader.take(opcode.name, argument):
                break
    except Exception:  # the end of what was kept of it, in the middle of an opcode; its text may be there
        reader.take_cut(data, place)
    text = reader.text()
    return text if len(text) <= most else text[: most - 1] + CUT


class _Reader:
    """A pickle machine whose values are texts."""

    def __init__(self) -> None:
        self._stack: list[Any] = []
        self._memo: list[str] = []
        self._done = False

    def text(self) -> str:
        """What has been read so far."""
        if self._done:
            return str(self._stack[-1])
        # What is open yet is shown with its brackets open: "[1, 2, …".
        said = ""
        for value, following in itertools.pairwise([*self._stack, None]):
            if value is _MARK:
                said += "" if said.endswith(("[", "{")) else "("
                continue
            comma = "" if not said or said[-1] in "([{" else ", "
            said += comma + (value[0] if following is _MARK and value in _EMPTY.values() else value)
        return said + CUT

    def take_cut(self, data: bytes, after: int) -> None:
        """Take the text that the last opcode began, if it was one. `after` is where the one before it began."""
        for opcode in (b"\x8c", b"X"):
            place = data.rfind(opcode)
            skip = 2 if opcode == b"\x8c" else 5
            rest = data[place + skip :]
            if place > after and len(rest) > 1 and rest.decode("utf-8", "replace").isprintable():
                self._stack.append(repr(rest.decode("utf-8", "replace"))[:-1])
                return

    def take(self, name: str, argument: Any) -> bool:
        """Do what an opcode does. False if it is the last, or unknown."""
        stack = self._stack
        if name in _CONSTANTS:
            stack.append(_CONSTANTS[name])
        elif name in _EMPTY:
            stack.append(_EMPTY[name])
        elif name == "MARK":
            stack.append(_MARK)
        elif name in ("MEMOIZE", "BINPUT", "LONG_BINPUT", "PUT"):
            self._memo.append(stack[-1] if stack else "")
        elif name in ("BINGET", "LONG_BINGET", "GET"):
            stack.append(self._memo[argument] if argument < len(self._memo) else CUT)
        elif name in ("PROTO", "FRAME"):
            return True
        elif name == "STOP":
            self._done = bool(stack)
            return False
        elif argument is not None and name not in ("GLOBAL", "PERSID", "INST"):
            stack.append(repr(argument))
        else:
            return self._combine(name, argument)
        return True

    def _combine(self, name: str, argument: Any) -> bool:
        stack = self._stack
        if name in _TUPLES:
            count = _TUPLES[name]
            items = [stack.pop() for _ in range(count)][::-1]
            stack.append(f"({', '.join(items)}{',' if count == 1 else ''})")
        elif name in ("TUPLE", "LIST", "FROZENSET"):
            left, right = _BRACKETS[name]
            stack.append(left + ", ".join(self._since_mark()) + right)
        elif name in ("APPENDS", "ADDITEMS"):
            self._extend(self._since_mark())
        elif name == "APPEND":
            self._extend([stack.pop()])
        elif name == "SETITEMS":
            items = self._since_mark()
            self._extend([f"{key}: {value}" for key, value in zip(items[::2], items[1::2], strict=True)])
        elif name == "SETITEM":
            value, key = stack.pop(), stack.pop()
            self._extend([f"{key}: {value}"])
        elif name == "STACK_GLOBAL":
            stack[-2:] = [stack[-1].strip("'").rpartition(".")[2]]
        elif name == "GLOBAL":
            stack.append(str(argument).rpartition(" ")[2])
        elif name in _CALLS:
            arguments, function = stack.pop(), stack.pop()
            stack.append(function + (arguments if arguments.startswith("(") else f"({arguments})"))
        elif name in {"BUILD", "POP"}:
            stack.pop()
        else:
            return False
        return True

    def _since_mark(self) -> list[str]:
        place = len(self._stack) - 1 - self._stack[::-1].index(_MARK)
        items = self._stack[place + 1 :]
        del self._stack[place:]
        return items

    def _extend(self, items: list[str]) -> None:
        held = self._stack[-1]
        inner = ", ".join(filter(None, (held[1:-1], *items)))
        self._stack[-1] = held[0] + inner + held[-1]
