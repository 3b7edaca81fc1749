"""Short texts in little room: a million of them are one block of bytes and not a million Python objects."""

LONGEST = 255  # bytes that are kept of one text
_REMEMBERED = 4096


class Texts:
    """Keeps texts, and gives each a key to find it again. The same text often gets the same key."""

    def __init__(self) -> None:
        self._block = bytearray()
        self._known: dict[str, int] = {"": 0}

    def keep(self, text: str) -> int:
        """Keep a text; what is beyond `LONGEST` bytes is cut off."""
        key = self._known.get(text)
        if key is not None:
            return key
        encoded = text.encode("utf-8", "replace")[:LONGEST]
        key = len(self._block) << 8 | len(encoded)
        self._block += encoded
        if len(self._known) >= _REMEMBERED:
            self._known = {"": 0}
        self._known[text] = key
        return key

    def read(self, key: int) -> str:
        """The text of a key, on one line: what cannot be printed, such as a line end, is a dot."""
        start = key >> 8
        text = self._block[start : start + (key & 0xFF)].decode("utf-8", "ignore")
        return text if text.isprintable() else "".join(letter if letter.isprintable() else "·" for letter in text)
