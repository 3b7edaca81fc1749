"""Recording files: kept while a run goes on, saved where a person wants them, opened again.

run ──► Kept (a file in the cache folder, one for each script, always of its newest watched run)
            │ save                                     open ──► RunState, as if the run had just ended
            ▼
.ipclab  .json  .csv   and what is seen: .svg  .png
"""

import contextlib
import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import platformdirs

from desktop.run_state import RunState
from desktop.settings import APPLICATION
from workers import archive
from workers.lens.events import AnyEvent, ProcessStarted
from workers.messages import EndReason, Finished, ProcessSeen

MOST_KEPT = 20  # recordings in the cache folder
TYPES = (("PNG", ".png"), ("SVG", ".svg"), ("IPC Lab", archive.SUFFIX), ("Chrome trace", ".json"), ("CSV", ".csv"))


class Opened(NamedTuple):
    """A recording that has been opened: a copy of the script that ran, and how the run stood at its end."""

    script: Path
    state: RunState


class Kept:
    """The recordings of the newest watched run of each script."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or platformdirs.user_cache_path(APPLICATION, appauthor=False) / "recordings"

    def begin(self, state: RunState) -> None:
        """Write a run down from now on. Where that is not possible the run goes on all the same."""
        if not state.watched:
            return
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._make_room()
            script = Path(state.script_key).with_suffix(".py")
            state.writer = archive.Writer(self.path(state.script_key), archive.opening(script, state.source))

    def _make_room(self) -> None:
        """Forget the oldest, so that the folder does not grow for ever. Raises OSError."""
        kept = sorted(self.folder.glob(f"*{archive.SUFFIX}"), key=lambda path: path.stat().st_mtime)
        for path in kept[: -(MOST_KEPT - 1)]:
            path.unlink(missing_ok=True)

    def path(self, key: str) -> Path:
        """Where the recording of a script is."""
        mark = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        return self.folder / f"{Path(key).stem}-{mark}{archive.SUFFIX}"

    def save(self, key: str, target: Path) -> None:
        """Save a script's recording: as it is, as a trace or as a table, by the target's ending.

        Raises OSError, archive.RecordingError, or ValueError for another ending.
        """
        if target.suffix.lower() == archive.SUFFIX:
            shutil.copyfile(self.path(key), target)
        else:
            archive.export(self.path(key), target)

    def open(self, path: Path) -> Opened:
        """Open a recording. Its events are still to be taken in, by `RunState.catch_up`.

        Raises archive.RecordingError, and OSError if the script's copy cannot be written.
        """
        entries = archive.entries_of(path)
        beginning = next(entries)
        assert isinstance(beginning, archive.Opening)
        script = self.folder / "opened" / path.stem / Path(beginning.script.replace("\\", "/")).name
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(beginning.source, encoding="utf-8")
        state = RunState(str(script), beginning.source, beginning.start_method)
        state.finished = Finished(EndReason.FINISHED, None, None, 0.0)  # what there is if the file was cut short
        state.unread = _events(entries, state)
        return Opened(script, state)


def _events(entries: Iterator[archive.AnyEntry], state: RunState) -> Iterator[AnyEvent]:
    """The events of a recording; what else is in it is told to the state on the way."""
    for entry in entries:
        match entry:
            case archive.Batch(events):
                for event in events:
                    if isinstance(event, ProcessStarted):  # what was printed is said to be of a process by its pid
                        state.tell(ProcessSeen(event.pid, event.process, event.name))
                    yield event
            case archive.Output(printed):
                state.tell(printed)
            case archive.Ending(finished):
                state.tell(finished)
            case _:
                pass
