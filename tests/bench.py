"""Every benchmark, one after the other: `python -m tests.bench`, or only some: `python -m tests.bench runs window`.

Each is a module beside this one, `bench_<name>.py`, with a `main()` that measures and prints a table. Figures to keep
are ratios within one run: the machine and its speed are part of every absolute time.
"""

import importlib
import os
import platform
import sys
from pathlib import Path


def main(names: list[str]) -> None:
    """Run the benchmarks named, or all of them."""
    known = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    if unknown := set(names) - set(known):
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(known)}.")
    print(f"Python {platform.python_version()}, {platform.platform()}, {os.cpu_count()} processors", flush=True)
    for name in names or known:
        print(f"\n== {name}", flush=True)
        importlib.import_module(f"tests.bench_{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
