"""From what processes recorded to events: local numbers become the run's, nesting and names are found out.

A process knows only itself. Here all of them come together: which process a pid was at that time, which object an
identity is, and which operation another one happened inside of.
"""

from msgspec import structs

from . import decode, excerpt
from . import vocabulary as words
from .events import (
    AnyEvent,
    FileSeen,
    ObjectMade,
    Operation,
    Outcome,
    ProcessEnded,
    ProcessStarted,
    Role,
    ThreadSeen,
    Uncaught,
    Unseen,
)
from .labels import Labels
from .serving import Server

MET = 999  # in place of the depth that an object was made at, where only its use has been seen
WHOLE = 1 << 63  # see objects.py, which is for observed processes
_ROLES = {role.value for role in Role}
_OUTCOMES = {words.DONE: Outcome.DONE, words.REFUSED: Outcome.REFUSED, words.RAISED: Outcome.RAISED}


class Run:
    """What is known of the whole run: its processes, files and objects."""

    def __init__(self) -> None:
        self.base: int | None = None  # perf_counter_ns that times are counted from
        self.processes = 0
        self.operations = 0
        self.by_pid: dict[int, int] = {}  # pid -> the latest process that had it
        self.adopted: set[int] = set()  # processes whose own flight file has been found
        self.exit_codes: dict[int, int] = {}
        self.introduced: dict[int, ProcessStarted] = {}  # what a parent has said of its child
        self.files: dict[str, int] = {}
        self.objects: dict[int, int] = {}  # identity in flight files -> object
        self.by_key: dict[str, int] = {}  # what the system calls it -> object
        self.objects_met = 0
        self.made: dict[int, ObjectMade] = {}
        self.depths: dict[int, int] = {}
        self._managed: dict[str, set[int]] = {}  # what a server calls it -> objects, one for each such server
        self.labels = Labels()

    def at(self, moment: int) -> int:
        """Give a moment as the run counts time."""
        if self.base is None:
            self.base = moment
        return moment - self.base

    def process_of(self, pid: int) -> int:
        """Give the process that has this pid now, known or still to be met."""
        if pid not in self.by_pid:
            self.by_pid[pid] = self._new_process()
        return self.by_pid[pid]

    def adopt(self, pid: int) -> int:
        """Give the number of a process whose own flight file begins."""
        process = self.process_of(pid)
        if process in self.adopted:  # the system has used this pid before
            process = self.by_pid[pid] = self._new_process()
        self.adopted.add(process)
        return process

    def object_of(self, identity: int) -> int | None:
        """Give the object that flight files call `identity`. None for none."""
        if not identity:
            return None
        return self.objects.get(identity) or self.known_as(identity, "")

    def known_as(self, identity: int, key: str, *, anew: bool = False) -> int:
        """Give the object that flight files call `identity` and the system `key`, which may be "".

        `anew` is for an object that has just been made: it may bear a key that the system has used before.
        """
        if identity & WHOLE:
            key = f"whole of {self.object_of(identity & ~WHOLE)}"
        known = self.objects.get(identity) or self.by_key.get(key)
        if anew and identity not in self.objects and known in self.made and self.depths[known] < MET:
            known = None
        if known is None:
            self.objects_met += 1
            known = self.objects_met
        self.objects[identity] = known
        if key:
            self.by_key[key] = known
        if key.startswith("managed:"):
            self._managed.setdefault(key[8:].partition("@")[0], set()).add(known)
        return known

    def managed(self, name: str) -> int | None:
        """Give the managed object that its server calls `name`, if only one server has an object of that name."""
        found = self._managed.get(name, set())
        return next(iter(found)) if len(found) == 1 else None

    def ended(self, moment: int, process: int, code: int) -> list[AnyEvent]:
        """Tell that a process ended, unless that is known."""
        if self.exit_codes.get(process) == code:
            return []
        self.exit_codes[process] = code
        return [ProcessEnded(self.at(moment), process, code)]

    def _new_process(self) -> int:
        self.processes += 1
        return self.processes - 1

    def next_operation(self) -> int:
        """Give an operation its number."""
        self.operations += 1
        return self.operations


class Translator:
    """Turns one process's records into events."""

    def __init__(self, run: Run, header: decode.Header) -> None:
        self.run = run
        self.header = header
        self.process = run.adopt(header.pid)
        self.told = False
        self._server: Server | None = None  # if the process is a Manager's server
        self._names = {words.FIRST_OPERATION + place: name for place, name in enumerate(words.OPERATIONS)}
        self._files: dict[int, int] = {}
        # Operations not over yet that have a number already: (thread, depth) -> (number, began, known to be going on)
        self._expected: dict[tuple[int, int], tuple[int, int, bool]] = {}
        self._latest: dict[tuple[int, int], int] = {}  # (thread, depth as slots have it) -> began of the last one told

    def begin(self, role: Role | None = None, name: str = "", method: str = "", parent: int = 0) -> ProcessStarted:
        """Tell that the process is observed: who it is by its own word, or else by its parent's."""
        self.told = True
        moment = self.run.at(self.header.started)
        introduced = self.run.introduced.get(self.process)
        if introduced is not None and (role is None or not name):  # its parent knows more
            event = structs.replace(introduced, at=moment)
        else:
            role = role or (Role.FORKED if self.header.forked else Role.CHILD)
            known = None if role is Role.MAIN else self.run.process_of(parent or self.header.parent)
            event = ProcessStarted(moment, self.process, self.header.pid, known, name, role, method)
        self.run.introduced[self.process] = event
        return event

    def records(self, found: list[decode.Done | decode.Definition]) -> list[tuple[int, AnyEvent]]:
        """Turn records into events, each with its moment."""
        events: list[tuple[int, AnyEvent]] = []
        moment = self.header.started
        for record in found:
            if isinstance(record, decode.Done):
                moment = max(moment, record.began if record.code == words.CONNECTION else record.ended)
                if record.code == words.CONNECTION:
                    events += ((moment, event) for event in self._connection(record))
                elif record.code in (words.LEAVE, words.REAPED):
                    events += ((moment, event) for event in self._ended(record))
                else:
                    done = self._done(record)
                    events.append((moment, done))
                    events += ((moment, event) for event in self._follow(record, done))
            else:
                try:
                    events += ((moment, event) for event in self._define(record.code, record.fields))
                except (ValueError, IndexError):  # a damaged definition: what it defined stays unknown
                    continue
        return events

    def _connection(self, record: decode.Done) -> list[AnyEvent]:
        """Tell of a connection that is used here; it may be one that was made elsewhere."""
        key = f"node {record.ended} {record.size}" if record.ended else ""
        number = self.run.known_as(record.object, key)
        if number in self.run.made:
            return []
        event = ObjectMade(self.run.at(record.began), number, self.process, "Connection", f"Connection {number}", 0, 0)
        self.run.made[number], self.run.depths[number] = event, MET
        return [event]

    def _ended(self, record: decode.Done) -> list[AnyEvent]:
        process = self.process if record.code == words.LEAVE else self.run.process_of(record.object)
        code = record.size - (1 << 32) if record.size >= 1 << 31 else record.size
        return self.run.ended(record.ended, process, code if record.code == words.REAPED else code & 0xFF)

    def _follow(self, record: decode.Done, done: Operation) -> list[AnyEvent]:
        """Give what else an operation tells."""
        if done.name == "Process.start":
            return self._introduce(record, done)
        if done.name == "Listener.accept" and not done.line and self._server is None:
            self._server = Server(self.run.managed, self.run.next_operation)
        call = self._server.take(done) if self._server is not None else None
        return [call] if call is not None else []

    def _introduce(self, record: decode.Done, start: Operation) -> list[AnyEvent]:
        """Tell who the child is that this process has started: a forked child leaves that to its parent."""
        said = record.excerpt.decode("utf-8", "replace").split(words.SEPARATOR)
        if start.target is None or len(said) != 3 or said[0] not in _ROLES:
            return []
        moment, child = self.run.at(record.began), start.target
        known = self.run.introduced.get(child)
        if known is not None:  # it has told of itself, or its recording has been found
            moment = known.at
        role, name, method = said
        event = ProcessStarted(moment, child, record.object, self.process, name, Role(role), method)
        self.run.introduced[child] = event
        return [] if event == known else [event]

    def going_on(self, slots: list[decode.Slot]) -> list[AnyEvent]:
        """Tell what threads are in the middle of, from slots that were read before the records told already."""
        events: list[AnyEvent] = []
        for slot in slots:
            key = slot.thread, min(slot.depth, words.SLOT_DEPTHS - 1)
            if slot.began <= self._latest.get(key, 0):
                continue
            self._latest[key] = slot.began
            number = self._number(slot.thread, slot.depth & ~words.ROOTLESS, slot.began, going_on=True)
            events.append(self._operation(slot, number, self._parent(slot), None, Outcome.PENDING))
        return events

    def _done(self, done: decode.Done) -> Operation:
        key = min(done.thread, words.SLOT_THREADS - 1), min(done.depth, words.SLOT_DEPTHS - 1)
        self._latest[key] = max(done.began, self._latest.get(key, 0))
        number = self._number(done.thread, done.depth & ~words.ROOTLESS, done.began, going_on=False)
        outcome = _OUTCOMES.get(done.outcome & words.OUTCOME_MASK, Outcome.DONE)
        return self._operation(done, number, self._parent(done), done.ended, outcome)

    def _number(self, thread: int, depth: int, began: int, *, going_on: bool) -> int:
        """Give an operation its number: the one it has been promised, if it is the one that was meant."""
        number, latest, known = self._expected.pop((thread, depth), (0, 0, False))
        if not number or (began != latest if known else began > latest):
            number = self.run.next_operation()
        if going_on:
            self._expected[thread, depth] = number, began, True
        return number

    def _parent(self, record: decode.Done | decode.Slot) -> int | None:
        """Give the number of the operation that this one happens inside of, promising it one if it is not told yet."""
        if record.depth == 0 or record.depth & words.ROOTLESS:
            return None
        key = record.thread, record.depth - 1
        number, began, known = self._expected.get(key, (0, 0, False))
        if not number or (known and began > record.began):
            number = self.run.next_operation()
            self._expected[key] = number, record.began, False
        return number

    def _operation(
        self, record: decode.Done | decode.Slot, number: int, parent: int | None, ended: int | None, outcome: Outcome
    ) -> Operation:
        name = self._names.get(record.code, "")
        on_process = name.startswith("Process.")
        exception = value = ""
        size = 0
        if isinstance(record, decode.Done):
            exception, value = excerpt.spell(record)
            size = record.size
        return Operation(
            number=number,
            process=self.process,
            thread=record.thread,
            name=name,
            began=self.run.at(record.began),
            ended=None if ended is None else self.run.at(ended),
            outcome=outcome,
            object=None if on_process else self.run.object_of(record.object),
            target=self.run.process_of(record.object) if on_process and record.object else None,
            file=self._files.get(record.file, record.file),
            line=record.line,
            depth=record.depth & ~words.ROOTLESS,
            parent=parent,
            size=size,
            value=value,
            exception=exception,
        )

    def _define(self, code: int, fields: list[str]) -> list[AnyEvent]:  # noqa: PLR0911 (one answer for each code)
        if code == words.PROCESS:
            _, role, name, method, parent = fields
            return [self.begin(Role(role), name, method, int(parent or 0))]
        if code == words.THREAD:
            return [ThreadSeen(self.process, int(fields[0]), fields[1])]
        if code == words.FILE:
            return self._file(int(fields[0]), fields[1])
        if code == words.NAME:
            self._names[int(fields[0])] = fields[1]
        if code == words.OBJECT:
            return self._object(fields)
        if code == words.PART:
            return self._part(fields)
        if code == words.UNCAUGHT:
            at, thread, name, text, file, line = fields
            moment, place = self.run.at(int(at)), self._files.get(int(file), 0)
            return [Uncaught(moment, self.process, int(thread), name, text, place, int(line))]
        if code == words.UNSEEN:
            return [Unseen(self.process, fields[0], fields[1])]
        if code == words.HELPER:
            at, pid, role = fields
            moment, process = self.run.at(int(at)), self.run.process_of(int(pid))
            return [ProcessStarted(moment, process, int(pid), self.process, role, Role(role))]
        return []

    def _file(self, number: int, path: str) -> list[AnyEvent]:
        known = self.run.files.get(path)
        self._files[number] = self.run.files.setdefault(path, len(self.run.files))
        return [] if known is not None else [FileSeen(self._files[number], path)]

    def _object(self, fields: list[str]) -> list[AnyEvent]:
        identity, at, kind, key, depth, file, line, nature, detail = fields
        made = nature == "made"
        number = self.run.known_as(int(identity), key, anew=made)
        earlier = self.run.made.get(number)
        if earlier is not None and (not made or self.run.depths[number] <= int(depth)):
            return []
        place = self._files.get(int(file), 0)
        label = ""
        # What an operation of the script's answers is named too; the ends of a pipe are named by the pipe.
        if made and (depth == "0" or kind == "AsyncResult") and kind != "Connection":
            path = next((path for path, known in self.run.files.items() if known == place), "")
            label = self.run.labels.label(path, int(line), kind, self.process)
        moment = self.run.at(int(at))
        event = ObjectMade(
            moment, number, self.process, kind, label or f"{kind} {number}", place, int(line), detail=detail
        )
        self.run.made[number], self.run.depths[number] = event, int(depth) if made else MET
        return [event]

    def _part(self, fields: list[str]) -> list[AnyEvent]:
        part, whole, name = int(fields[0]), int(fields[1]), fields[2]
        known = self.run.made.get(self.run.object_of(part) or 0)
        owner = self.run.made.get(self.run.object_of(whole) or 0)
        if known is None or owner is None:
            return []
        if owner.kind == "Pipe":
            changed = [structs.replace(known, whole=owner.object, part=name, label=Labels.end(owner.label, int(name)))]
        elif known.whole is not None and known.kind == "Connection":  # its pipe is then a part, and it stays its end
            pipe = self.run.made[known.whole]
            changed = [structs.replace(pipe, whole=owner.object, part="pipe", label="pipe")]
            changed.append(structs.replace(known, part=name, label=name))
        else:
            changed = [structs.replace(known, whole=owner.object, part=name, label=name)]
        self.run.made.update((event.object, event) for event in changed)
        return list(changed)
