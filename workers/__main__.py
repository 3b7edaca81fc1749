"""The terminal front end: `python -m workers list` and `python -m workers run SCRIPT|TOPIC/NAME`.

A script that is run here keeps the terminal: its input, its output and its exit code are its own, and what this
program has to say goes to stderr. With --json its output is part of the one object on stdout instead.
"""

import argparse
import collections
import contextlib
import json
import signal
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from workers import catalog
from workers.lens.events import AnyEvent, Operation
from workers.messages import AnyMessage, EndReason, Finished, Printed, ProcessGone, ProcessSeen, Results, Watched
from workers.session import Limits, Run, Session

USAGE_ERROR = 2
_decode = msgspec.msgpack.Decoder(AnyEvent).decode
START_METHODS = ("fork", "spawn", "forkserver")


class UsageError(Exception):
    """The command line cannot be carried out. Its text is one line that says what to do."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError."""
        raise UsageError(f"{message[:1].upper()}{message[1:]}. See `{self.prog} --help`.")


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command line; gives the exit code."""
    try:
        ours, scripts = _divided(sys.argv[1:] if arguments is None else list(arguments))
        options = _parser().parse_args(ours, argparse.Namespace(arguments=scripts))
        command: Callable[[argparse.Namespace], int] = options.command
        return command(options)
    except UsageError as error:
        print(f"ipc-lab: {error}", file=sys.stderr)
        return USAGE_ERROR
    except BrokenPipeError:  # the reader of our output has had enough, as `head` does
        return 1


def _divided(arguments: list[str]) -> tuple[list[str], list[str]]:
    """What is ours and what, behind the first "--", is the script's."""
    if "--" not in arguments:
        return arguments, []
    border = arguments.index("--")
    return arguments[:border], arguments[border + 1 :]


def _parser() -> Parser:
    parser = Parser(prog="python -m workers", description="Run multiprocessing experiments and scripts in a terminal.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    listing = commands.add_parser("list", help="show the experiments")
    listing.add_argument("--json", action="store_true", help="as one JSON array, with the constants")
    listing.set_defaults(command=_list)
    run = commands.add_parser("run", help="run an experiment or a script; what follows -- is for the script")
    run.add_argument("script", metavar="SCRIPT|TOPIC/NAME", help="a file, or an experiment such as pool/apply")
    run.add_argument("--start-method", choices=START_METHODS, help="how children are started, unless the script says")
    run.add_argument("--measure", action="store_true", help="leave the recorder off: for times that are compared")
    run.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="set a constant of the script")
    run.add_argument("--repeat", type=int, default=1, metavar="N", help="run N times; results become lists")
    run.add_argument("--limit-processes", type=int, default=Limits().processes, metavar="N", help="end it beyond N")
    run.add_argument("--json", action="store_true", help="one JSON object on stdout, and nothing else")
    run.set_defaults(command=_run)
    return parser


def _list(options: argparse.Namespace) -> int:
    found = catalog.experiments()
    if options.json:
        print(json.dumps([_described(experiment) for experiment in found], indent=2))
    else:
        width = max(len(experiment.key) for experiment in found)
        for experiment in found:
            print(f"{experiment.key:{width}}  {experiment.summary}")
    return 0


def _described(experiment: catalog.Experiment) -> dict[str, Any]:
    constants = catalog.constants(experiment.path.read_text(encoding="utf-8"))
    return {
        "topic": experiment.topic,
        "name": experiment.name,
        "summary": experiment.summary,
        "constants": [
            {"name": c.name, "kind": c.kind, "value": c.value, "choices": c.choices, "comment": c.comment}
            for c in constants
        ],
    }


def _run(options: argparse.Namespace) -> int:
    run = _what_to_run(options)
    tallies = [_one_run(run, echo=not options.json) for _ in range(options.repeat)]
    if options.json:
        print(json.dumps(_report(tallies), indent=2, ensure_ascii=False))
    else:
        for line in _summary(tallies):
            print(f"ipc-lab: {line}", file=sys.stderr)
    return next((code for code in map(_exit_code, tallies) if code), 0)


def _what_to_run(options: argparse.Namespace) -> Run:
    if options.repeat < 1:
        raise UsageError(f"--repeat takes a whole number from 1 on, and {options.repeat} is none.")
    script = _script(options.script)
    return Run(
        script,
        source=_edited(script, options.set),
        arguments=tuple(options.arguments),
        start_method=_available(options.start_method),
        watch=not options.measure,
        folder=Path.cwd(),
        limits=Limits(processes=options.limit_processes),
        passthrough=not options.json,
    )


def _script(name: str) -> Path:
    path = Path(name)
    if path.is_file():
        try:
            path.open("rb").close()
        except OSError as error:
            raise UsageError(f"{name} cannot be read ({error.strerror}). Check its permissions.") from None
        return path
    try:
        return catalog.find(name).path
    except LookupError as error:
        if path.suffix == ".py" or path.exists():
            raise UsageError(f"There is no script file {name}. Check the path and the folder you are in.") from None
        raise UsageError(str(error)) from None


def _edited(script: Path, settings: Sequence[str]) -> str | None:
    if not settings:
        return None
    try:
        source = script.read_text(encoding="utf-8")
        for setting in settings:
            name, equals, value = setting.partition("=")
            if not equals:
                raise UsageError(f"--set takes NAME=VALUE, and {setting!r} has no '='.")
            source = catalog.with_constant(source, name, value)
    except UnicodeDecodeError:
        raise UsageError(f"{script} is not UTF-8 text, so its constants cannot be set.") from None
    except catalog.ConstantError as error:
        raise UsageError(str(error)) from None
    return source


def _available(start_method: str | None) -> str | None:
    import multiprocessing  # noqa: PLC0415

    offered = multiprocessing.get_all_start_methods()
    if start_method is not None and start_method not in offered:
        raise UsageError(f"This system has no start method {start_method!r}; it has {', '.join(offered)}.")
    return start_method


def _one_run(run: Run, *, echo: bool) -> Tally:
    tally = Tally()
    with Session(run) as session, _interrupts_go_to(session):
        while tally.finished is None:
            message = session.wait(timeout=None)
            assert message is not None
            tally.take(message)
            if echo and isinstance(message, Printed):  # where a script cannot have the terminal itself
                print(message.text, end="", file=sys.stderr if message.stream == "stderr" else sys.stdout, flush=True)
    return tally


@contextlib.contextmanager
def _interrupts_go_to(session: Session) -> Iterator[None]:
    """Ctrl+C is for the script, as if it were run alone; the second time it ends the run."""
    pressed = 0

    def pass_on(_number: int, _frame: object) -> None:
        nonlocal pressed
        pressed += 1
        session.interrupt() if pressed == 1 else session.stop()

    before = signal.signal(signal.SIGINT, pass_on)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _exit_code(tally: Tally) -> int:
    """The run's exit code as a shell gives it: 128 and the number for a signal."""
    assert tally.finished is not None
    code = tally.finished.exit_code
    if code is None:
        return 1
    return 128 - code if code < 0 else code


def _report(tallies: Sequence[Tally]) -> dict[str, Any]:
    """The object that --json prints. Of several runs it is the last, with the results of all, and a list of runs."""
    last = tallies[-1]
    assert last.finished is not None
    report: dict[str, Any] = {
        "exit_code": last.finished.exit_code,
        "seconds": last.finished.seconds,
        "start_method": last.finished.start_method,
        "processes": [{"name": p.name, "pid": p.pid, "exit_code": last.exit_codes.get(p.pid)} for p in last.born()],
        "events": last.events,
        "operations": dict(last.operations.most_common()),
        "results": _together(tallies),
        "results_unit": last.finished.results_unit,
        "output": "".join(last.output),
        "deadlock": None,
        "dropped": last.finished.dropped,
        "skipped_characters": last.finished.skipped,
        "reason": last.finished.reason.value,
    }
    if len(tallies) > 1:
        finished = [tally.finished for tally in tallies if tally.finished]
        report["runs"] = [{"exit_code": f.exit_code, "seconds": f.seconds, "results": f.results} for f in finished]
    return report


def _together(tallies: Sequence[Tally]) -> Results:
    if len(tallies) == 1:
        assert tallies[0].finished is not None
        return tallies[0].finished.results
    together: dict[str, list[float]] = {}
    for tally in tallies:
        assert tally.finished is not None
        for label, value in tally.finished.results.items():
            together.setdefault(label, []).extend(value if isinstance(value, list) else [value])
    return dict(together)


_SENTENCES = {
    EndReason.STOPPED: "It was stopped.",
    EndReason.TOO_MANY_PROCESSES: "It was ended because it had more processes than --limit-processes allows.",
    EndReason.TOO_LONG: "It was ended because it took longer than the limit.",
    EndReason.LOST: "The supervisor was killed; every process of the run has been ended in its place.",
    EndReason.NOT_STARTED: "It could not be started.",
}


def _summary(tallies: Sequence[Tally]) -> Iterator[str]:
    finished = tallies[-1].finished
    assert finished is not None
    if finished.reason in _SENTENCES:
        yield _SENTENCES[finished.reason]
    if finished.note:
        yield finished.note
    if finished.left_over and finished.reason is EndReason.FINISHED:
        yield f"The script left {finished.left_over} processes running; they were ended."
    unit = f" {finished.results_unit}" if finished.results_unit else ""
    for label, value in _together(tallies).items():
        yield f"  {label}: {_number(value)}{unit}"
    seconds = [f"{t.finished.wall_seconds:.3f} s" for t in tallies if t.finished]
    yield f"{finished.born} processes seen, {', '.join(seconds)}, exit code {finished.exit_code}"


def _number(value: float | list[float]) -> str:
    if isinstance(value, list):
        return f"median {statistics.median(value):.6g} ({min(value):.6g} to {max(value):.6g}, {len(value)} values)"
    return f"{value:.6g}"


if __name__ == "__main__":
    sys.exit(main())
