"""What things are called on the stage: processes by their own names, operations by what they do."""

from typing import Protocol

from desktop.meaning import Effect, meaning
from desktop.recording import Op, Process, Recording
from workers.lens.events import Role


class Wording(Protocol):
    """Gives words in a person's language; see `desktop.words.Words`."""

    def __call__(self, name: str, /, **places: object) -> str:
        """The word, filled."""

    def has(self, name: str) -> bool:
        """Whether there is such a word."""


def process_name(process: Process, words: Wording) -> str:
    """What a process is called: as multiprocessing calls it, but for the script's own and a manager's server."""
    if process.number == 0:
        return words("output.main")
    if process.role is Role.MANAGER_SERVER:
        return words("stage.server")
    return process.name or words("output.process", number=process.number)


def verb_of(name: str, words: Wording) -> str:
    """What an operation does, in a word; its method's name if there is no word for it."""
    verb = meaning(name).verb
    return words(f"verb.{verb}") if verb else name.rpartition(".")[2] or name


def op_labels(recording: Recording, op: Op, words: Wording) -> tuple[str, ...]:
    """What an operation does and with what, the fullest first: "read 'left' → 4", "read 4", "read"."""
    verb = verb_of(op.name, words)
    if op.target >= 0:
        return f"{verb} {process_name(recording.process_of(op.target), words)}", verb
    made = recording.objects.get(op.object)
    value = op.value
    if meaning(op.name).effect is Effect.TASK:
        value = value.partition(" ")[2] or value
    if value:
        return f"{verb} {value}", f"{verb} {short_value(value)}", verb
    return (f"{verb} {made.label}", verb) if made is not None else (verb,)


def short_value(value: str) -> str:
    """The part of a value that matters most: what came back, or else what was given last."""
    return value.rpartition(" → ")[2].rpartition("', ")[2]
