"""Recorded operations for other programs: a Chrome trace, which Perfetto opens, and a table.

Both are written while the events are read, so that a recording need not fit into memory.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from .events import (
    AnyEvent,
    Delivered,
    FileSeen,
    ObjectMade,
    Operation,
    ProcessEnded,
    ProcessStarted,
    ThreadSeen,
    Uncaught,
)

_ROW = (
    "number process pid process_name thread operation object label began_ns ended_ns outcome exception bytes value"
    " file line depth parent"
)
COLUMNS = tuple(_ROW.split())
_THREADS = 1000  # a thread's number in a trace is its process's pid times this, plus its own


class _Names:
    """What numbers stand for, as far as the events have told."""

    def __init__(self) -> None:
        self.processes: dict[int, ProcessStarted] = {}
        self.labels: dict[int, str] = {}
        self.files: dict[int, str] = {}

    def meet(self, event: AnyEvent) -> None:
        """Learn from an event."""
        match event:
            case ProcessStarted():
                if event.name or event.process not in self.processes:  # told again, maybe by one who knows less
                    self.processes[event.process] = event
            case ObjectMade():
                self.labels[event.object] = event.label
            case FileSeen():
                self.files[event.file] = event.path

    def pid(self, process: int) -> int:
        """Give a process's pid, or a stand-in for one that is not known."""
        known = self.processes.get(process)
        return known.pid if known else -process

    def name(self, process: int) -> str:
        """Give a process's name."""
        known = self.processes.get(process)
        return known.name if known else ""

    def about(self, operation: Operation) -> str:
        """Give the label of what an operation was done on."""
        if operation.target is not None:
            return self.name(operation.target)
        return self.labels.get(operation.object or 0, "")


def finals(events: Iterable[AnyEvent], names: _Names) -> Iterator[AnyEvent]:
    """Give events, and of each operation only the last word; those that never ended come at the end."""
    pending: dict[int, Operation] = {}
    for event in events:
        names.meet(event)
        if isinstance(event, Operation) and event.ended is None:
            pending[event.number] = event
            continue
        if isinstance(event, Operation):
            pending.pop(event.number, None)
        yield event
    yield from pending.values()


def write_csv(events: Iterable[AnyEvent], file: TextIO) -> None:
    """Write one line for each operation, under a line with the names of the columns. Times are in nanoseconds."""
    names = _Names()
    table = csv.writer(file)
    table.writerow(COLUMNS)
    for event in finals(events, names):
        if isinstance(event, Operation):
            table.writerow(_row(event, names))


def _row(one: Operation, names: _Names) -> tuple[object, ...]:
    return (
        one.number,
        one.process,
        names.pid(one.process),
        _harmless(names.name(one.process)),
        one.thread,
        _harmless(one.name),
        one.object,
        _harmless(names.about(one)),
        one.began,
        one.ended,
        one.outcome.value,
        _harmless(one.exception),
        one.size,
        _harmless(one.value),
        _harmless(names.files.get(one.file, "") if one.line else ""),
        one.line or None,
        one.depth,
        one.parent,
    )


def _harmless(text: str) -> str:
    """Keep a spreadsheet from taking a text of the script's for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def write_trace(events: Iterable[AnyEvent], file: TextIO) -> None:
    """Write a trace in the JSON form of Chrome's trace events, with arrows from sends to receives as flow events."""
    file.write('{"displayTimeUnit": "ms", "traceEvents": [')
    separator = "\n"
    for line in _trace(events):
        file.write(separator + json.dumps(line, ensure_ascii=False))
        separator = ",\n"
    file.write("\n]}\n")


def _trace(events: Iterable[AnyEvent]) -> Iterator[dict[str, Any]]:
    names = _Names()
    flows = _Flows()
    latest = 0
    for event in finals(events, names):
        match event:
            case Operation():
                latest = max(latest, event.began, event.ended or 0)
                slice_ = _slice(event, names, latest)
                yield slice_
                yield from flows.meet(event, slice_)
            case Delivered():
                yield from flows.arrow(event)
            case ProcessStarted():
                known = names.processes[event.process]
                yield _meta("process_name", names.pid(event.process), 0, known.name or known.role.value)
                yield {**_meta("process_sort_index", event.pid, 0, ""), "args": {"sort_index": event.process}}
            case ThreadSeen():
                yield _meta("thread_name", names.pid(event.process), event.thread, event.name)
            case ProcessEnded():
                yield _instant(f"exit code {event.exit_code}", names.pid(event.process), 0, event.at)
            case Uncaught():
                text = f"{event.exception}: {event.text}"
                yield _instant(text, names.pid(event.process), event.thread, event.at)


def _tid(pid: int, thread: int) -> int:
    return pid if thread == 0 else pid * _THREADS + thread


def _meta(what: str, pid: int, thread: int, name: str) -> dict[str, Any]:
    return {"ph": "M", "name": what, "pid": pid, "tid": _tid(pid, thread), "args": {"name": name}}


def _instant(name: str, pid: int, thread: int, at: int) -> dict[str, Any]:
    return {"ph": "i", "s": "p", "name": name, "pid": pid, "tid": _tid(pid, thread), "ts": at / 1000}


def _slice(one: Operation, names: _Names, latest: int) -> dict[str, Any]:
    pid = names.pid(one.process)
    ended = latest if one.ended is None else one.ended
    told = {
        "object": names.about(one),
        "value": one.value,
        "bytes": one.size,
        "line": f"{names.files.get(one.file, '')}:{one.line}" if one.line else "",
        "outcome": "" if one.outcome.value == "done" else one.outcome.value,
        "exception": one.exception,
    }
    return {
        "ph": "X",
        "name": one.name,
        "cat": "script" if one.depth == 0 else "underneath",
        "pid": pid,
        "tid": _tid(pid, one.thread),
        "ts": one.began / 1000,
        "dur": (ended - one.began) / 1000,
        "args": {name: value for name, value in told.items() if value},
    }


class _Flows:
    """Arrows. A delivery may be told before one of its operations is."""

    def __init__(self) -> None:
        self._where: dict[int, tuple[int, int, float, float]] = {}  # operation -> pid, tid, begin and end of its slice
        self._waiting: dict[int, list[Delivered]] = {}  # operation that is not told yet -> deliveries
        self._count = 0

    def meet(self, operation: Operation, slice_: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Learn where an operation is drawn; gives the arrows that waited for it."""
        self._where[operation.number] = (slice_["pid"], slice_["tid"], slice_["ts"], slice_["ts"] + slice_["dur"])
        for delivered in self._waiting.pop(operation.number, []):
            yield from self.arrow(delivered)

    def arrow(self, delivered: Delivered) -> Iterator[dict[str, Any]]:
        """Give both ends of an arrow, or nothing while one of them is not known."""
        for number in (delivered.sent, delivered.received):
            if number not in self._where:
                self._waiting.setdefault(number, []).append(delivered)
                return
        self._count += 1
        start, end = self._where[delivered.sent], self._where[delivered.received]
        common = {"name": "message", "cat": "message", "id": self._count}
        yield {**common, "ph": "s", "pid": start[0], "tid": start[1], "ts": start[2]}
        yield {**common, "ph": "f", "bp": "e", "pid": end[0], "tid": end[1], "ts": max(end[3], start[2])}
