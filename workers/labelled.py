"""What the things of a controlled run are called."""

from workers.lens.labels import Labels


class Things:
    """Names of things as gates give them, and the script's names for them."""

    def __init__(self) -> None:
        self._labels = Labels()
        self._label: dict[str, str] = {}
        self._alias: dict[str, str] = {}

    def add(self, thing: str, kind: str, path: str, line: int, *, pid: int) -> None:
        """Know a thing that was made on a line of a script. A pipe is "one end=other end"."""
        first, equals, second = thing.partition("=")
        label = self._labels.label(path, line, kind, pid)
        if equals:
            self._alias[second] = self._alias[first] = first
        self._label.setdefault(first, label)

    def label(self, thing: str, name: str = "") -> str:
        """Give what the script calls a thing; `name` is what it is called where it is used."""
        first = self._alias.get(thing, thing)
        if thing.startswith("fd:") and name:
            return name
        return self._label.get(first, name)

    def known_as(self, things: str) -> frozenset[str]:
        """Give the names of things, the same for both ends of a pipe."""
        return frozenset(self._alias.get(one, one) for one in things.split("+") if one)
