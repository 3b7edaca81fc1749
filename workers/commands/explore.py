"""`explore`: run a script under many schedules, and tell how it can end."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from workers.commands.replay import run_under
from workers.commands.run import recording
from workers.commands.usage import Commands, UsageError, add_script, available, edited, needs_control, script_named
from workers.explore import SCHEDULES, Exploration, Explored, Plan, Way
from workers.session import Run

_BAR = 24  # characters of the longest bar


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("explore", help="run a script under many schedules, and tell how it can end")
    add_script(parser)
    parser.add_argument("--schedules", type=int, metavar="N", help=f"at most so many; {SCHEDULES} if not --exhaustive")
    parser.add_argument("--exhaustive", action="store_true", help="see every schedule that makes a difference")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="for the schedules that are chosen at chance")
    parser.add_argument("--record", type=Path, metavar="FILE", help="record the shortest way to the worst outcome")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout, and nothing else")
    parser.set_defaults(command=_explore)


def _explore(options: argparse.Namespace) -> int:
    needs_control()
    if options.schedules is not None and options.schedules < 1:
        raise UsageError(f"--schedules takes a whole number from 1 on, and {options.schedules} is none.")
    script = script_named(options.script)
    run = Run(
        script,
        source=edited(script, options.set),
        arguments=tuple(options.arguments),
        start_method=available(options.start_method),
        folder=Path.cwd(),
    )
    schedules = options.schedules if options.schedules or options.exhaustive else SCHEDULES
    found = _watched(Exploration(Plan(run, schedules, options.exhaustive, options.seed)), quiet=options.json)
    if options.record and found.ways:
        _record(run, worst(found), options.record)
    if options.json:
        print(json.dumps(_report(found), indent=2, ensure_ascii=False))
    else:
        print("\n".join(_summary(found)))
    return 0


def _watched(exploration: Exploration, *, quiet: bool) -> Explored:
    """Explore to the end, or until Ctrl+C; then what has been found so far is the result."""
    live = not quiet and sys.stderr.isatty()
    try:
        for found in exploration:
            if live:
                print(f"\r{found.schedules} schedules, {len(found.ways)} outcomes", end="", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        pass
    if live:
        print(file=sys.stderr)
    return exploration.found()


def worst(found: Explored) -> Way:
    """Give the way that is most worth watching: a deadlock, an exception, no end, or what is unusual."""

    def goodness(way: Way) -> tuple[int, bool, int]:
        return _WORST_FIRST.index(way.outcome.kind), way.outcome == found.usual, way.schedules

    return min(found.ways, key=goodness)


def _record(run: Run, way: Way, path: Path) -> None:
    run = run._replace(schedule=way.shortest, watch=True)
    with recording(run, path) as writer:
        run_under(run, writer)


def _report(found: Explored) -> dict[str, Any]:
    return {
        "schedules": found.schedules,
        "outcomes": [
            {"outcome": way.outcome.text, "kind": way.outcome.kind, "count": way.schedules, "schedule": way.shortest}
            for way in found.ways
        ],
        "exhausted": found.exhausted,
        "deadlocks": found.deadlocks,
        "seconds": round(found.seconds, 3),
        "diverged": found.diverged,
        "not_controlled": found.facts,
    }


def _summary(found: Explored) -> list[str]:
    most = max((way.schedules for way in found.ways), default=1)
    lines = []
    for way in found.ways:
        first, *rest = way.outcome.text.splitlines() or ["(nothing is printed)"]
        bar = "█" * max(1, round(_BAR * way.schedules / most))
        lines.append(f"{way.schedules:6} {bar:{_BAR}} {_KINDS[way.outcome.kind]}{first}")
        lines += [f"{'':{_BAR + 8}}{line}" for line in rest]
        lines.append(f"{'':{_BAR + 8}}shortest: {', '.join(way.shortest)}")
    lines.append(_how_many(found))
    if found.diverged:
        lines.append(f"{found.diverged} times the script did not do again what it had done under the same schedule.")
    lines += [f"Not controlled: {fact}." for fact in found.facts]
    return lines


_WORST_FIRST = ("deadlock", "exception", "cut", "results", "output")
_KINDS = {"results": "", "output": "", "exception": "exception: ", "deadlock": "deadlock: ", "cut": "not ended: "}


def _how_many(found: Explored) -> str:
    schedules = f"{found.schedules} schedule{'s' if found.schedules != 1 else ''} in {found.seconds:.1f} s"
    if found.exhausted:
        return f"{schedules}: every schedule that can make a difference."
    return f"{schedules}: a sample; there are more."
