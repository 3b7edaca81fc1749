"""What a run has told so far, added up."""

import collections

import msgspec

from workers.lens.events import AnyEvent, Operation
from workers.messages import AnyMessage, Finished, Printed, ProcessGone, ProcessSeen, Watched

_decode = msgspec.msgpack.Decoder(AnyEvent).decode


class Tally:
    """What a run has told so far."""

    def __init__(self) -> None:
        self.output: list[str] = []
        self.processes: dict[int, ProcessSeen] = {}
        self.exit_codes: dict[int, int] = {}
        self.events = 0
        self.operations: collections.Counter[str] = collections.Counter()
        self.finished: Finished | None = None
        self._going_on: set[int] = set()

    def take(self, message: AnyMessage) -> None:
        """Add a message."""
        match message:
            case Printed(text=text):
                self.output.append(text)
            case ProcessSeen(pid=pid):
                if message.name or pid not in self.processes:
                    self.processes[pid] = message
            case ProcessGone(pid=pid, exit_code=exit_code):
                if exit_code is not None:
                    self.exit_codes[pid] = exit_code
            case Watched(events=events):
                self.events += len(events)
                for event in map(_decode, events):
                    if isinstance(event, Operation) and event.depth == 0 and event.number not in self._going_on:
                        self.operations[event.name] += 1
                    if isinstance(event, Operation):
                        self._note_whether_it_lasts(event)
            case Finished():
                self.finished = message

    def _note_whether_it_lasts(self, operation: Operation) -> None:
        """One that lasts is told twice, and counts once."""
        if operation.ended is None:
            self._going_on.add(operation.number)
        else:
            self._going_on.discard(operation.number)

    def born(self) -> list[ProcessSeen]:
        """The processes of the run in order of birth."""
        return sorted(self.processes.values(), key=lambda process: process.number)
