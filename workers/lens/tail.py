"""Following a run: events out of the flight files of its processes, while they are being written.

flight files ──► chunks.Flight ──► translate.Translator ──► events, merged by time
"""

import contextlib
import heapq
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import monotonic

from .chunks import Flight, header_at
from .decode import Done, Header
from .events import AnyEvent, Dropped, ObjectMade, Operation, Unseen
from .match import Matcher
from .translate import Run, Translator
from .vocabulary import SLICE, SLICES

Timed = tuple[int, AnyEvent]

_STEM = re.compile(r"[0-9a-f]{16}-\d+")  # see flight.Recorder.open
NEARLY = 6  # places of a nursery that are looked at: a fork may fail, and children may overtake each other
_SHARED_MEMORY = Path("/dev/shm")
_ENOUGH = 256 << 20  # bytes free, to leave the script's own shared memory its room
SCAN_EVERY = 0.25  # seconds; a folder's own time of change is too coarse to be trusted alone
LONGEST_PAUSE = 0.25  # seconds between looks at a process that has nothing new


def place_for_flights(run_folder: Path) -> Path:
    """Make the folder that a run's flight files go to, and give it: it is to be passed to the host, and removed after.

    In shared memory where the system has it, since there a file costs no more than the memory it takes; otherwise in
    the run's own folder. Raises OSError if neither can be written to.
    """
    name = f"{run_folder.name}-flights"
    for parent in (_SHARED_MEMORY, run_folder):
        folder = parent / name
        with contextlib.suppress(OSError):
            if parent.is_dir() and shutil.disk_usage(parent).free > _ENOUGH:
                folder.mkdir(mode=0o700)
                return folder
    folder.mkdir(mode=0o700)
    return folder


class _Followed:
    """One process: its file, its translator once it has a header, and when to look at it again."""

    def __init__(self, flight: Flight) -> None:
        self.flight = flight
        self.translator: Translator | None = None
        self.pause = 0.0
        self.next_look = 0.0
        self.dropped = 0


class _Nursery:
    """A file with the beginnings of several children, some of them not born yet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._unborn = set(range(SLICES))

    def newborn(self) -> Iterator[tuple[int, Header]]:
        """Give those that were born since the last look: places are taken nearly in order."""
        for place in sorted(self._unborn)[:NEARLY]:
            header = header_at(self.path, place)
            if header is not None and header.started:
                self._unborn.discard(place)
                yield place, header

    def settled(self) -> bool:
        """Whether all are born that could be."""
        return not self._unborn


class Tail:
    """Reads the events of a run from the folder its flight files are in. It never blocks."""

    def __init__(self, folder: Path | str) -> None:
        self._folder = Path(folder)
        self._run = Run()
        self._matcher = Matcher()
        self._followed: dict[str, _Followed] = {}
        self._nurseries: dict[str, _Nursery] = {}
        self._settled: set[str] = set()  # nurseries that nobody will be born in any more
        self._lost: set[str] = set()
        self._scanned = (0, -SCAN_EVERY)  # the folder's time of change, and when we looked
        self._first = 0  # where the next read begins, so that all have their turn

    def read(self, budget_seconds: float, *, everything: bool = False) -> list[AnyEvent]:
        """Give what is new, for about `budget_seconds` at most; empty if nothing is.

        Each process's events are in its own order, and those of several are merged by time. With `everything`, for
        the end of a run, processes that were quiet are looked at too; it is to be called until it gives nothing.
        """
        began = monotonic()
        events = self._scan(began, always=everything)
        self._visit_nurseries()
        unread = True
        while unread:
            batches, unread = self._round(began, began + budget_seconds, everything=everything)
            for _, event in heapq.merge(*batches, key=lambda timed: timed[0]):
                events.append(event)
                events += self._deliveries(event)
            unread = unread and everything and not events  # only what defines something has been read so far
        return events

    def _round(self, now: float, end: float, *, everything: bool) -> tuple[list[list[Timed]], bool]:
        """Look at each process in its turn, until `end`; gives their events, and whether anything was read."""
        batches: list[list[Timed]] = []
        unread = False
        order = list(self._followed.values())
        for turn in range(len(order)):
            followed = order[(self._first + turn) % len(order)]
            if not everything and followed.next_look > now:
                continue
            batch, more = self._look(followed, now)
            while more and everything and monotonic() < end:
                rest, more = self._look(followed, now)
                batch += rest
            unread = unread or more
            if batch:
                batches.append(batch)
            if monotonic() > end:
                self._first = (self._first + turn + (not more)) % len(order)
                break
        return batches, unread

    def _deliveries(self, event: AnyEvent) -> Iterable[AnyEvent]:
        if isinstance(event, Operation):
            return self._matcher.take(event)
        if isinstance(event, ObjectMade):
            self._matcher.meet(event)
        return ()

    def close(self) -> int:
        """Give how many operations were dropped, in all processes. Nothing needs to be released."""
        return sum(followed.flight.dropped for followed in self._followed.values())

    def _scan(self, now: float, *, always: bool) -> list[AnyEvent]:
        """Find new flight files."""
        try:
            changed = self._folder.stat().st_mtime_ns
            if not always and changed == self._scanned[0] and now - self._scanned[1] < SCAN_EVERY:
                return []
            names = sorted(os.listdir(self._folder))  # noqa: PTH208 (names are all that is wanted)
        except OSError:
            return []
        self._scanned = changed, now
        events: list[AnyEvent] = []
        for name in names:
            stem, _, ending = name.rpartition(".")
            if not _STEM.fullmatch(stem):
                continue
            if ending == "0" and stem not in self._followed:
                self._followed[stem] = _Followed(Flight(self._folder / stem))
            elif ending.startswith("n") and name not in self._nurseries and name not in self._settled:
                self._nurseries[name] = _Nursery(self._folder / name)
            elif ending == "lost" and stem not in self._lost:
                self._lost.add(stem)
                events += self._tell_lost(stem)
        return events

    def _visit_nurseries(self) -> None:
        """Find children that have begun to record in a nursery."""
        for name, nursery in list(self._nurseries.items()):
            for place, header in nursery.newborn():
                stem = f"{header.started:016x}-{header.pid}"
                flight = Flight(self._folder / stem, nursery.path, place * SLICE)
                self._followed[stem] = _Followed(flight)
            if nursery.settled():
                del self._nurseries[name]
                self._settled.add(name)

    def _tell_lost(self, stem: str) -> Iterator[AnyEvent]:
        pid = int(stem.rpartition("-")[2])
        yield Unseen(self._run.adopt(pid), "process", "no space for its flight file")

    def _look(self, followed: _Followed, now: float) -> tuple[list[Timed], bool]:
        """Read what one process has new; gives its events, and whether anything was read at all."""
        records, slots = followed.flight.read()
        header = followed.flight.header
        if header is None:
            return [], False
        if followed.translator is None:
            followed.translator = Translator(self._run, header)
        translator = followed.translator
        batch = translator.records(records)
        last = batch[-1][0] if batch else header.started
        batch += ((last, event) for event in translator.going_on(slots))
        if followed.flight.dropped != followed.dropped:
            followed.dropped = followed.flight.dropped
            batch.append((last, Dropped(translator.process, followed.dropped)))
        if not translator.told and any(isinstance(record, Done) for record in records):
            batch.insert(0, (header.started, translator.begin()))
        followed.pause = 0.0 if batch else min(LONGEST_PAUSE, followed.pause * 1.5 + 0.01)
        followed.next_look = now + followed.pause
        return batch, bool(records)
