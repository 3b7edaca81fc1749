"""`run`: run an experiment or a script.

A script that is run here keeps the terminal: its input, its output and its exit code are its own, and what this
program has to say goes to stderr. With --json its output is part of the one object on stdout instead.
"""

import argparse
import contextlib
import json
import signal
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from workers import archive, catalog
from workers.commands.tally import Tally
from workers.commands.usage import Commands, UsageError, add_script, available, edited, script_named
from workers.messages import EndReason, Printed, Results
from workers.session import Limits, Run, Session


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("run", help="run an experiment or a script; what follows -- is for the script")
    add_script(parser)
    parser.add_argument("--measure", action="store_true", help="leave the recorder off: for times that are compared")
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="run N times; results become lists")
    parser.add_argument("--record", type=Path, metavar="FILE", help="write a recording, to be opened in the window")
    parser.add_argument("--limit-processes", type=int, default=Limits().processes, metavar="N", help="end it beyond N")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout, and nothing else")
    parser.set_defaults(command=_run)


def _run(options: argparse.Namespace) -> int:
    run = _what_to_run(options)
    with contextlib.ExitStack() as stack:
        writer = stack.enter_context(recording(run, options.record)) if options.record else None
        tallies = [_one_run(run, writer, echo=not options.json) for _ in range(options.repeat)]
    if options.json:
        print(json.dumps(_report(tallies), indent=2, ensure_ascii=False))
    else:
        for line in _summary(tallies):
            print(f"ipc-lab: {line}", file=sys.stderr)
    return next((code for code in map(_exit_code, tallies) if code), 0)


def _what_to_run(options: argparse.Namespace) -> Run:
    if options.repeat < 1:
        raise UsageError(f"--repeat takes a whole number from 1 on, and {options.repeat} is none.")
    if options.record and (options.measure or options.repeat > 1):
        raise UsageError("--record is for one run that is watched; leave out --measure and --repeat.")
    script = script_named(options.script)
    return Run(
        script,
        source=edited(script, options.set),
        arguments=tuple(options.arguments),
        start_method=available(options.start_method),
        watch=not options.measure,
        folder=Path.cwd(),
        limits=Limits(processes=options.limit_processes),
        passthrough=not options.json,
    )


def recording(run: Run, path: Path) -> archive.Writer:
    """Begin a recording of a run. Raises UsageError if the file cannot be written."""
    source = run.script.read_text(encoding="utf-8", errors="replace") if run.source is None else run.source
    constants = {constant.name: constant.value for constant in catalog.constants(source)}
    beginning = archive.opening(
        run.script,
        source,
        arguments=run.arguments,
        constants=constants,
        start_method=run.start_method or "",
        schedule=run.schedule,
    )
    try:
        return archive.Writer(path, beginning)
    except OSError as error:
        raise UsageError(f"The recording {path} cannot be written ({error.strerror}).") from None


def _one_run(run: Run, recording: archive.Writer | None, *, echo: bool) -> Tally:
    tally = Tally()
    with Session(run) as session, _interrupts_go_to(session):
        while tally.finished is None:
            message = session.wait(timeout=None)
            assert message is not None
            tally.take(message)
            if recording:
                recording.add(message)
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
