"""Recordings told by hand: small stories for tests of the world, long ones for measurements. Times are microseconds."""

from collections.abc import Iterator

from desktop.recording import Recording
from workers.lens.events import (
    AnyEvent,
    FileSeen,
    ObjectMade,
    Operation,
    Outcome,
    ProcessEnded,
    ProcessStarted,
    Role,
)

US = 1000  # nanoseconds


class Story:
    """What happened, told in any order; `recording` has been told it."""

    def __init__(self) -> None:
        self.events: list[AnyEvent] = [FileSeen(0, "script.py")]
        self._operations = 0
        self._objects = 0

    @property
    def recording(self) -> Recording:
        """What is known after the whole story."""
        found = Recording()
        found.tell(self.events)
        return found

    def process(self, number: int, at: int = 0, *, role: Role = Role.CHILD, name: str = "", parent: int = 0) -> int:
        """A process is there."""
        role = Role.MAIN if number == 0 else role
        name = name or f"Process-{number}"
        above = None if number == 0 else parent
        self.events.append(ProcessStarted(at * US, number, 1000 + number, above, name, role, "fork"))
        return number

    def ends(self, number: int, at: int, code: int = 0) -> None:
        """A process comes to its end."""
        self.events.append(ProcessEnded(at * US, number, code))

    def thing(
        self, kind: str, label: str, at: int = 0, *, process: int = 0, detail: str = "", whole: int | None = None
    ) -> int:
        """An object is made, perhaps as a part of another."""
        self._objects += 1
        self.events.append(ObjectMade(at * US, self._objects, process, kind, label, 0, 1, whole, detail=detail))
        return self._objects

    def pipe(self, left: str = "left", right: str = "right", at: int = 0) -> tuple[int, int, int]:
        """A pipe and its two ends."""
        pipe = self.thing("Pipe", f"{left}, {right}", at)
        ends = []
        for part, label in enumerate((left, right)):
            self._objects += 1
            ends.append(self._objects)
            self.events.append(
                ObjectMade(at * US, self._objects, 0, "Connection", label, 0, 1, whole=pipe, part=str(part))
            )
        return pipe, ends[0], ends[1]

    def does(
        self,
        process: int,
        name: str,
        began: int,
        ended: int | None,
        *,
        thing: int | None = None,
        target: int | None = None,
        value: str = "",
        line: int = 1,
        depth: int = 0,
        outcome: Outcome = Outcome.DONE,
        again: int = 0,
    ) -> int:
        """A process does something; with `ended` None it is still at it, and `again` tells more of that operation."""
        self._operations += 0 if again else 1
        over = None if ended is None else ended * US
        self.events.append(
            Operation(
                again or self._operations,
                process,
                0,
                name,
                began * US,
                over,
                Outcome.PENDING if ended is None else outcome,
                object=thing,
                target=target,
                line=line,
                depth=depth,
                value=value,
            )
        )
        return again or self._operations


def long_story(operations: int, processes: int) -> Iterator[AnyEvent]:
    """Children that send to the script's process through a pipe, each under a lock: as many operations as asked for."""
    story = Story()
    story.process(0)
    for number in range(1, processes):
        story.process(number, number)
    _, left, right = story.pipe()
    lock = story.thing("Lock", "lock", detail="1/1")
    yield from story.events
    at = 100
    done = 0
    while done < operations:
        story.events.clear()
        child = 1 + done // 4 % max(1, processes - 1)
        story.does(child, "Lock.acquire", at, at + 1, thing=lock, line=11)
        story.does(child, "Connection.send", at + 2, at + 4, thing=right, value=f"'message {done % 997}'", line=12)
        story.does(child, "Lock.release", at + 5, at + 6, thing=lock, line=11)
        story.does(0, "Connection.recv", at - 60, at + 8, thing=left, value=f"'message {done % 997}'", line=20)
        yield from story.events
        done += 4
        at += 70
