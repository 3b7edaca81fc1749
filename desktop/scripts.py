"""Scripts that are shown and run: reading them from disk, and what the person has made of them.

What a person changes is written to their data folder as they type, so that it survives a crash of the program, of
the system, or of the person's patience.
"""

import codecs
import contextlib
import hashlib
import io
import tokenize
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from desktop.settings import APPLICATION, write_atomically

LARGEST = 1_000_000  # bytes; a script that is longer is data, and an editor that must stay quick is no place for it


class ScriptError(Exception):
    """A script cannot be shown. `word` names the sentence in words.toml that says why, `places` fills it."""

    def __init__(self, word: str, **places: object) -> None:
        super().__init__(f"{word} {places}")
        self.word, self.places = word, places


def read_script(path: Path) -> str:
    """The text of a script, decoded as Python would decode it, with "\\n" line ends.

    Raises ScriptError if it is missing, unreadable, too large or no text.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise ScriptError("script.missing", path=path) from None
    except IsADirectoryError:
        raise ScriptError("script.folder", path=path) from None
    except OSError as error:
        raise ScriptError("script.unreadable", path=path, reason=error.strerror or error) from None
    if len(content) > LARGEST:
        raise ScriptError("script.large", path=path)
    if b"\0" in content:
        raise ScriptError("script.binary", path=path)
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        text = content.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError):
        raise ScriptError("script.binary", path=path) from None
    return text.removeprefix(codecs.BOM_UTF8.decode()).replace("\r\n", "\n").replace("\r", "\n")


@dataclass
class Script:
    """A script in the window. `topic` is "" for one from elsewhere on the disk; `text` is what is shown and run."""

    path: Path
    topic: str
    original: str
    text: str

    @property
    def key(self) -> str:
        """What tells it apart: "pool/apply", or its path."""
        return f"{self.topic}/{self.path.stem}" if self.topic else str(self.path)

    @property
    def edited(self) -> bool:
        """Whether its text is not its file's any more."""
        return self.text != self.original


class Drafts:
    """The edited texts in the person's data folder, one file for each script."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or platformdirs.user_data_path(APPLICATION, appauthor=False) / "drafts"

    def read(self, script_path: Path, topic: str) -> Script:
        """A script as it was left: with its draft, if there is one. Raises ScriptError."""
        original = read_script(script_path)
        script = Script(script_path, topic, original, original)
        with contextlib.suppress(OSError, UnicodeDecodeError):
            script.text = self._file(script).read_text(encoding="utf-8")
        return script

    def write(self, script: Script) -> None:
        """Keep what the person made of a script; forget it if it is the original again. Raises OSError."""
        if script.edited:
            write_atomically(self._file(script), script.text)
        else:
            self._file(script).unlink(missing_ok=True)

    def _file(self, script: Script) -> Path:
        # The hash keeps scripts of one name in different folders apart; the name is for people who look inside.
        mark = hashlib.sha256(script.key.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        return self.folder / f"{script.path.stem}-{mark}.py"
