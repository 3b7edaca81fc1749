"""`replay`: run the script of a recording again, under the schedule that is recorded in it."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from workers import archive
from workers.commands.tally import Tally
from workers.commands.usage import Commands, UsageError, needs_control
from workers.messages import AnyMessage, Deadlocked, Granted, Printed, Strayed
from workers.outcomes import Outcome, in_words, outcome_of
from workers.session import Run, Session


class Replay:
    """A run under a schedule, and how far it could follow."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.granted: list[str] = []
        self.strayed: Strayed | None = None
        self.deadlock: Deadlocked | None = None
        self._printed: dict[int, dict[str, str]] = {}

    def take(self, message: AnyMessage) -> None:
        """Add a message."""
        self.tally.take(message)
        match message:
            case Granted():
                self.granted.append(message.entry)
            case Strayed():
                self.strayed = message
            case Deadlocked():
                self.deadlock = message
            case Printed(pid=pid, stream=stream, text=text):
                streams = self._printed.setdefault(pid, {})
                streams[stream] = streams.get(stream, "") + text

    def outcome(self) -> Outcome:
        """Give how it ended."""
        finished = self.tally.finished
        assert finished is not None
        names = {pid: seen.name for pid, seen in self.tally.processes.items()}
        printed = {names.get(pid, "") or str(pid): streams for pid, streams in self._printed.items()}
        return outcome_of(printed, finished.results, finished.exit_code, self.deadlock)


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("replay", help="run the script of a recording again, under its schedule")
    parser.add_argument("recording", type=Path, metavar="RECORDING", help="a file that `explore --record` wrote")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout, and nothing else")
    parser.set_defaults(command=_replay)


def _replay(options: argparse.Namespace) -> int:
    needs_control()
    try:
        opening = archive.read(options.recording).opening
    except archive.RecordingError as error:
        raise UsageError(str(error)) from None
    if opening.schedule is None:
        raise UsageError(f"{options.recording} has no schedule: it was not recorded step by step, or by `explore`.")
    replay = run_under(run_again(opening), echo=not options.json)
    if options.json:
        print(json.dumps(_report(replay, opening.schedule), indent=2, ensure_ascii=False))
    else:
        _tell(replay, opening.schedule)
    return 1 if replay.strayed else 0


def run_again(opening: archive.Opening) -> Run:
    """Give the run that a recording is of."""
    script = Path(opening.script)
    return Run(
        script,
        source=opening.source,
        arguments=opening.arguments,
        start_method=opening.start_method or None,
        folder=None if script.absolute().parent.is_dir() else Path.cwd(),
        schedule=opening.schedule,
    )


def run_under(run: Run, recording: archive.Writer | None = None, *, echo: bool = False) -> Replay:
    """Run under a schedule to the end, which for a deadlock is where it stands."""
    replay = Replay()
    with Session(run) as session:
        while replay.tally.finished is None:
            message = session.wait(timeout=None)
            assert message is not None
            replay.take(message)
            if recording:
                recording.add(message)
            if isinstance(message, Deadlocked):
                session.stop()
            if echo and isinstance(message, Printed):
                print(message.text, end="", file=sys.stderr if message.stream == "stderr" else sys.stdout, flush=True)
    return replay


def _report(replay: Replay, schedule: tuple[str, ...]) -> dict[str, Any]:
    finished = replay.tally.finished
    assert finished is not None
    outcome = replay.outcome()
    strayed = replay.strayed
    return {
        "outcome": outcome.text,
        "kind": outcome.kind,
        "schedule": schedule,
        "followed": strayed is None,
        "strayed": strayed and {"step": strayed.steps, "entry": strayed.entry, "why": strayed.why},
        "steps": len(replay.granted),
        "exit_code": finished.exit_code,
        "results": finished.results,
        "results_unit": finished.results_unit,
        "output": "".join(replay.tally.output),
        "deadlock": replay.deadlock and in_words(replay.deadlock),
    }


def _tell(replay: Replay, schedule: tuple[str, ...]) -> None:
    def say(text: str) -> None:
        print(f"ipc-lab: {text}", file=sys.stderr)

    if replay.strayed:
        where = f"step {replay.strayed.steps + 1} of {len(schedule)}"
        say(f"The schedule could not be followed at {where}, {replay.strayed.entry}: {replay.strayed.why}.")
    if replay.deadlock:
        say(f"Deadlock: {in_words(replay.deadlock)}.")
    else:
        say(f"{len(replay.granted)} steps. {replay.outcome().text}")
