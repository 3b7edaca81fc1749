"""`list`: what experiments there are."""

import argparse
import json
from typing import Any

from workers import catalog
from workers.commands.usage import Commands


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("list", help="show the experiments")
    parser.add_argument("--json", action="store_true", help="as one JSON array, with the constants")
    parser.set_defaults(command=_list)


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
