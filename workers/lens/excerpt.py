"""A short text of what moved, from the bytes that an operation left: it runs no code of the script's."""

from . import pickled
from . import vocabulary as words
from .decode import Done


def spell(done: Done) -> tuple[str, str]:
    """Give an operation's exception name (or "") and the text of what moved or was said."""
    kind = done.outcome & words.EXCERPT_MASK
    text = ""
    if kind == words.AS_TEXT:
        text = done.excerpt.decode("utf-8", "replace")
        if done.code == words.CODES["Process.start"] and text.count(words.SEPARATOR) == 2:
            text = text.split(words.SEPARATOR)[1]  # the child's name; the rest of who it is are events of their own
    elif kind == words.AS_BYTES:
        text = _moved(done.excerpt, done.size)
    if done.outcome & words.OUTCOME_MASK == words.RAISED:
        name, _, said = text.partition(words.SEPARATOR)
        return name, said
    return "", text


def _moved(data: bytes, size: int) -> str:
    if pickled.looks_pickled(data):
        return pickled.spell(data)
    return repr(data[:24]) + (pickled.CUT if size > 24 else "")
