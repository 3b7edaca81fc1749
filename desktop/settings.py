"""What the window remembers of a person: language, theme, zoom. Kept where the system keeps such things."""

import contextlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import platformdirs

from desktop.theme import THEMES, ThemeName
from desktop.words import LANGUAGES, Language

ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
APPLICATION = "ipc-lab"


@dataclass(frozen=True)
class Settings:
    """What is remembered. `zoom` is one of ZOOMS; `language` None means the system's."""

    language: Language | None = None
    theme: ThemeName = "light"
    zoom: float = 1.0
    start_method: str = ""  # "" is the system's default
    watch: bool = True
    logarithmic: bool = False


class SettingsFile:
    """The file of the settings, and what they are `now`. Reading survives any damage; writing is all or nothing."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or platformdirs.user_config_path(APPLICATION, appauthor=False) / "settings.json"
        self.now = self._read()

    def change(self, **changes: object) -> None:
        """Set what is given, and write it down. Raises OSError if it cannot be written; it is set all the same."""
        self.now = replace(self.now, **changes)  # type: ignore[arg-type]
        write_atomically(self.path, json.dumps(asdict(self.now), indent=2) + "\n")

    def _read(self) -> Settings:
        """The settings; for what is missing, unreadable or makes no sense, the default."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return Settings()
        return _sound(found) if isinstance(found, dict) else Settings()


def write_atomically(path: Path, text: str, *, durable: bool = False) -> None:
    """Write a file so that a crash leaves either the old or the new one, never a part. Raises OSError.

    `durable` holds also when the power fails, and takes as long as the disk does.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def next_zoom(zoom: float, steps: int) -> float:
    """The zoom so many steps further in ZOOMS, or the last one there is."""
    nearest = min(range(len(ZOOMS)), key=lambda i: abs(ZOOMS[i] - zoom))
    return ZOOMS[max(0, min(len(ZOOMS) - 1, nearest + steps))]


_ALLOWED: dict[str, tuple[Any, ...]] = {
    "language": (None, *LANGUAGES),
    "theme": THEMES,
    "zoom": ZOOMS,
    "start_method": ("", "fork", "spawn", "forkserver"),
    "watch": (True, False),
    "logarithmic": (True, False),
}


def _sound(found: dict[str, Any]) -> Settings:
    good = {}
    for field in fields(Settings):
        # == alone would let 1 pass for True and then be written on the screen as a number.
        allowed = [v for v in _ALLOWED[field.name] if field.name in found and v == found[field.name]]
        if allowed:
            good[field.name] = allowed[0]
    return replace(Settings(), **good)
