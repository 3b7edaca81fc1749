"""What a shape of the stage says when the pointer rests on it, and which line of the script it belongs to."""

from desktop.recording import NOBODY, Recording
from desktop.scenes.units import written
from desktop.scenes.wording import Wording, op_labels, process_name
from desktop.world import Standing, state_of

_STANDINGS = {
    Standing.UNBORN: "stage.unborn",
    Standing.STARTING: "stage.starting",
    Standing.RUNNING: "stage.running",
    Standing.BLOCKED: "stage.blocked",
    Standing.IDLE: "stage.idle",
    Standing.ENDED: "stage.ended",
}


def tip(recording: Recording, identity: str, moment: int, words: Wording) -> str:  # noqa: PLR0911 (one for each kind)
    """The text for a shape's id, a few short lines; "" for one that has nothing to say."""
    kind, _, rest = identity.partition(":")
    number, _, many = rest.partition(":")
    if not number.isdigit():
        return ""
    if kind == "op" and int(number) < len(recording):
        return _of_operation(recording, int(number), words)
    if kind == "ops":
        return words("stage.many_tip", count=many)
    if kind == "hold":
        return _of_hold(recording, int(number), words)
    if kind == "process":
        return _of_process(recording, int(number), moment, words)
    if kind == "thing" and int(number) in recording.objects:
        made = recording.objects[int(number)]
        where = [words("stage.line", line=made.line)] if made.line else []
        return "\n".join((f"{made.label}: {made.kind}", *where))
    return ""


def line_of(recording: Recording, identity: str) -> int:
    """The line of the script that a shape belongs to, 0 if it is of none."""
    kind, _, rest = identity.partition(":")
    number = rest.partition(":")[0]
    if not number.isdigit():
        return 0
    if kind in {"op", "ops", "hold"} and int(number) < len(recording):
        return recording.line[int(number)] if recording.file[int(number)] == 0 else 0
    if kind == "thing" and int(number) in recording.objects:
        made = recording.objects[int(number)]
        return made.line if made.file == 0 else 0
    return 0


def _of_operation(recording: Recording, row: int, words: Wording) -> str:
    op = recording.op(row)
    lines = [f"{process_name(recording.process_of(op.process), words)}: {op.name}"]
    made = recording.objects.get(op.object)
    if made is not None:
        lines[0] += f"  {made.label}"
    lines.append(op_labels(recording, op, words)[0])
    if op.exception:
        lines.append(op.exception)
    if op.ended is None:
        lasted = words("stage.still", time=written((recording.end - op.began) * 1e-9, "s"))
    else:
        lasted = words("stage.took", time=written((op.ended - op.began) * 1e-9, "s"))
    facts = [lasted]
    if op.size:
        facts.append(written(op.size, "bytes"))
    if op.line:
        facts.append(words("stage.line", line=op.line))
    return "\n".join((*lines, " · ".join(facts)))


def _of_hold(recording: Recording, row: int, words: Wording) -> str:
    made = recording.objects.get(recording.object[row])
    release = recording.peer[row]
    until = recording.began[release] if release != NOBODY else recording.end
    lasted = words("stage.took", time=written((until - recording.ended[row]) * 1e-9, "s"))
    return "\n".join((words("stage.holds", what=made.label if made else ""), lasted))


def _of_process(recording: Recording, number: int, moment: int, words: Wording) -> str:
    process = recording.process_of(number)
    state = state_of(recording, process, moment)
    lines = [f"{process_name(process, words)}  pid {process.pid}", words(_STANDINGS[state.standing])]
    if state.inside and state.op is not None:
        lines.append(op_labels(recording, state.op, words)[0])
    if number in recording.dropped:
        lines.append(words("stage.dropped", count=recording.dropped[number]))
    return "\n".join(lines)
