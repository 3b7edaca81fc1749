"""What is known of a run that is stepped: who stands where, what has been granted, and whether anybody can go on."""

from dataclasses import dataclass, field
from typing import Literal

from desktop.words import Words
from workers.messages import AnyMessage, AtGate, BlockedAt, Deadlocked, Finished, Granted, Standstill, Strayed

Phase = Literal["none", "going", "standing", "deadlocked", "over"]

_READING = ("__getitem__", "get")
_WRITING = ("__setitem__", "set")
_HELD_VALUES = ("dict", "list", "Value", "Array", "RawValue", "RawArray")


@dataclass
class Stepping:
    """A plain value that every message is told to. `schedule` is what has been granted, in order."""

    phase: Phase = "none"
    gates: tuple[AtGate, ...] = ()
    schedule: list[str] = field(default_factory=list)
    deadlock: Deadlocked | None = None
    strayed: Strayed | None = None

    def tell(self, message: AnyMessage) -> None:
        """Take one message of the session into account."""
        match message:
            case Standstill(gates=gates):
                self.phase, self.gates = "standing", gates
            case Granted():
                self.phase = "going"
                self.schedule.append(message.entry)
            case Deadlocked():
                self.phase, self.deadlock = "deadlocked", message
            case Strayed():
                self.strayed = message
            case Finished() if self.phase != "none":
                self.phase = "over"

    @property
    def lines(self) -> dict[int, int]:
        """The line that each process stands at, by its pid."""
        return {gate.pid: gate.line for gate in self.gates if gate.line}


def deed(op: str, label: str, words: Words) -> str:
    """What an actor is about to do, as it would be written or said: "knife.acquire()", "reads shared"."""
    kind, _, method = op.rpartition(".")
    if kind in _HELD_VALUES and method in _READING:
        return words("step.reads", thing=label or kind)
    if kind in _HELD_VALUES and method in _WRITING:
        return words("step.writes", thing=label or kind)
    if op == "Pool.task":
        return label
    if not kind:
        return f"{op}()"
    return f"{label or kind}.{method}()"


def waits_for(gate: AtGate | BlockedAt, words: Words) -> str:
    """Whom an actor waits for; "" if that is not known."""
    names = gate.because_of if isinstance(gate, AtGate) else gate.waits_for
    return words("step.waits_for", names=", ".join(names)) if any(names) else words("step.waits")


def ring(deadlock: Deadlocked, words: Words) -> str:
    """Who waits for whom, in a sentence."""
    of_interest = [one for one in deadlock.blocked if one.actor in deadlock.cycle] or [*deadlock.blocked]
    parts = [
        words(
            "step.blocked",
            actor=one.actor,
            deed=deed(one.op, one.label, words),
            line=one.line,
            waits=waits_for(one, words),
        )
        for one in of_interest
    ]
    return words("step.deadlock", who=words("step.and").join(parts))
