"""What is known of a run while it goes on: a plain value that every message is told to."""

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import msgspec

from desktop.output import Output
from desktop.recording import Recording
from desktop.stepping import Stepping
from workers import archive
from workers.lens.events import AnyEvent
from workers.messages import (
    AnyMessage,
    Finished,
    Printed,
    ProcessGone,
    ProcessSeen,
    Progress,
    Skipped,
    Started,
    Watched,
)

AT_ONCE = 100  # events that are read between looks at the clock: about half a millisecond
_DECODER = msgspec.msgpack.Decoder(AnyEvent)


@dataclass
class Process:
    """A process of the run. `number` counts by birth, and gives the colour; `name` may be empty."""

    pid: int
    number: int
    name: str = ""
    alive: bool = True
    exit_code: int | None = None


@dataclass
class RunState:
    """One run, from its start to its end. `at` is the time in it, in seconds, as last heard."""

    script_key: str
    source: str
    start_method: str = ""
    watched: bool = True
    processes: dict[int, Process] = field(default_factory=dict)
    output: Output = field(default_factory=Output)
    alive: int = 0
    born: int = 0
    skipped: int = 0
    at: float = 0.0
    finished: Finished | None = None
    recording: Recording = field(default_factory=Recording)
    backlog: deque[msgspec.Raw] = field(default_factory=deque)  # what the lens recorded and nobody has read yet
    unread: Iterator[AnyEvent] = field(default_factory=lambda: iter(()))  # the same, of a recording that is opened
    stepping: Stepping = field(default_factory=Stepping)
    writer: archive.Writer | None = None  # writes the run down while it goes on

    def tell(self, message: AnyMessage) -> None:
        """Take one message of the session into account."""
        self._write(message)
        self.stepping.tell(message)
        match message:
            case Printed(at=at, pid=pid, stream=stream, text=text):
                self.at = max(self.at, at)
                self.output.add(pid, stream, text)
            case ProcessSeen(pid=pid, number=number, name=name):
                known = self.processes.get(pid)
                self.processes[pid] = Process(pid, number, name or (known.name if known else ""))
                self.born = max(self.born, number + 1)
                self.recording.numbers[pid] = number
            case ProcessGone(pid=pid, exit_code=exit_code):
                if pid in self.processes:
                    self.processes[pid].alive = False
                    self.processes[pid].exit_code = exit_code
            case Progress(at=at, alive=alive, born=born):
                self.at, self.alive, self.born = max(self.at, at), alive, max(self.born, born)
            case Started(start_method=start_method, watched=watched):
                self.start_method, self.watched = start_method, watched
            case Skipped(characters=characters):
                self.skipped = characters
            case Finished():
                self.finished = message
                self.alive, self.born = 0, max(self.born, message.born)
                self.skipped = max(self.skipped, message.skipped)
            case Watched(events=events):
                self.backlog.extend(events)

    def catch_up(self, until: float) -> bool:
        """Take what the lens recorded into the recording, until a moment of the perf_counter. Says if there is more."""
        backlog = self.backlog
        while True:
            batch = [_DECODER.decode(backlog.popleft()) for _ in range(min(AT_ONCE, len(backlog)))]
            batch = batch or list(islice(self.unread, AT_ONCE))
            if not batch:
                return False
            self.recording.tell(batch)
            if time.perf_counter() > until:
                return True

    def _write(self, message: AnyMessage) -> None:
        """Write a message down. A full disk ends that; the run goes on."""
        if self.writer is not None:
            try:
                self.writer.add(message)
            except OSError:
                self.writer.close()
                self.writer = None
            else:
                if isinstance(message, Finished):
                    self.writer.close()
                    self.writer = None

    def number_of(self, pid: int) -> int | None:
        """The number of the process that wrote something; None if nobody knows who it was."""
        process = self.processes.get(pid)
        return process.number if process else None
