"""A process that explores for a front end, which never runs a script's code itself.

    front end ── Explore first, Stop ──► stdin ┐ explorer ── starts, steers, ends ──► one run after another
    front end ◄─────────── Found ─────── stdout ┘

When its stdin closes the front end is gone, and so is the search a moment later.
"""

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from workers import job
from workers.explore import Exploration, Explored, Plan
from workers.frames import FrameReader, FrameWriter
from workers.messages import AnyCommand, Explore, Found, Stop, WayFound
from workers.session import Run

_PERIOD = 0.1  # seconds between messages; more often is more than anybody can see


def main(_arguments: list[str]) -> None:
    """Serve one search over stdin and stdout."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    job.end_children_with_us()
    frames = iter(FrameReader[AnyCommand](os.fdopen(0, "rb", buffering=0), AnyCommand))
    out = FrameWriter(os.fdopen(1, "wb", buffering=0))
    asked = next(frames, None)
    if not isinstance(asked, Explore):
        return
    exploration = Exploration(_plan(asked))
    signal.signal(signal.SIGTERM, lambda *_: exploration.stop())
    threading.Thread(target=_obey, args=(frames, exploration), daemon=True).start()
    with contextlib.suppress(BrokenPipeError):
        try:
            _search(exploration, out)
            note = ""
        except OSError as error:
            note = str(error)
        out.write(_found(exploration.found(), finished=True, note=note))


def _plan(asked: Explore) -> Plan:
    run = Run(
        Path(asked.script),
        source=asked.source,
        arguments=asked.arguments,
        start_method=asked.start_method,
        folder=Path(asked.working_folder),
    )
    return Plan(run, asked.schedules, asked.exhaustive, asked.seed)


def _obey(frames: Iterator[AnyCommand], exploration: Exploration) -> None:
    while not isinstance(next(frames, Stop()), Stop):
        pass
    exploration.stop()


def _search(exploration: Exploration, out: FrameWriter) -> None:
    told = 0.0
    for found in exploration:
        if time.monotonic() - told >= _PERIOD:
            told = time.monotonic()
            out.write(_found(found))


def _found(found: Explored, *, finished: bool = False, note: str = "") -> Found:
    ways = tuple(WayFound(way.outcome.kind, way.outcome.text, way.schedules, way.shortest) for way in found.ways)
    return Found(
        found.schedules,
        ways,
        found.exhausted,
        found.seconds,
        finished=finished,
        usual=found.usual.text if found.usual else "",
        diverged=found.diverged,
        not_controlled=found.facts,
        note=note,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
