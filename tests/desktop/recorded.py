"""Recordings for tests: of real runs, and told by hand."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from desktop.recording import Recording
from workers import catalog
from workers.lens.events import AnyEvent
from workers.messages import Finished, Watched
from workers.session import Run, Session

_DECODER = msgspec.msgpack.Decoder(AnyEvent)


def events_of_run(script: Path, source: str | None = None, start_method: str | None = None) -> list[AnyEvent]:
    """Run a script to its end, and give what the lens recorded of it."""
    session = Session(Run(script, source, start_method=start_method, watch=True))
    events: list[AnyEvent] = []
    try:
        while True:
            message = session.wait(60.0)
            if isinstance(message, Watched):
                events += (_DECODER.decode(raw) for raw in message.events)
            if message is None or isinstance(message, Finished):
                return events
    finally:
        session.close()


def recorded_experiment(name: str, start_method: str | None = None, **constants: object) -> Recording:
    """A real run of an experiment such as "pipe/two_way", with its constants set."""
    experiment = catalog.find(name)
    source = experiment.path.read_text(encoding="utf-8")
    for constant, value in constants.items():
        source = catalog.with_constant(source, constant, str(value))
    return recording_of(events_of_run(experiment.path, source, start_method))


def recording_of(events: Sequence[AnyEvent]) -> Recording:
    """A recording that has been told these events."""
    recording = Recording()
    recording.tell(events)
    return recording
