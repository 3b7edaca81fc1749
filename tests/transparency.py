"""CPython's own tests of multiprocessing, run bare and under the lens: what differs, by the name of the test.

    python -m tests.transparency [--python PYTHON]... [--method METHOD]... [--only PATTERN]... [--lens-only]

The lens is transparent if nothing differs: the same tests pass, fail and are skipped, and none takes markedly longer
or shorter. (A lens that replaced the worker of thread pools once passed them all, and made one test of 300 seconds
take none.) Runs take one to six minutes each and come one after the other, each with a temporary folder of its own.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

METHODS = ("fork", "spawn", "forkserver")
STAND_IN = Path(__file__).with_name("lens") / "stand_in.py"
SUITE = Path(__file__).with_name("lens") / "suite.py"
LONGEST = 3600  # seconds for one run of the suite
SHARED_MEMORY = Path("/dev/shm")


class Verdict(NamedTuple):
    """What became of one test."""

    outcome: str  # "passed", "failed", "error", "skipped", ...
    seconds: float


class Difference(NamedTuple):
    """A test that was not the same under the lens. An outcome of "missing" is a test that was not run."""

    test: str
    bare: Verdict
    watched: Verdict


MISSING = Verdict("missing", 0.0)


@contextmanager
def _folder(where: Path | None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=where, prefix="transparency-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def run_suite(python: str, method: str, only: list[str], *, watched: bool) -> dict[str, Verdict]:
    """Run CPython's tests of multiprocessing for one start method. Gives the verdict on each test."""
    where = SHARED_MEMORY if SHARED_MEMORY.is_dir() else None
    with _folder(None) as folder, _folder(where) as flights:
        results = folder / "results"
        command = [
            python,
            str(STAND_IN),
            str(flights) if watched else "-",
            "-",
            str(SUITE),
            str(results),
            method,
            *only,
        ]
        environment = {**os.environ, "TMPDIR": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
        log = folder / "log"
        with log.open("wb") as out:
            subprocess.run(
                command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=environment, cwd=folder,
                timeout=LONGEST, check=False,
            )  # fmt: skip
        if not results.exists():
            sys.exit(f"The suite did not run: {log.read_text(errors='replace')[-2000:]}")
        lines = [json.loads(line) for line in results.read_text().splitlines()]
    return {line["test"]: Verdict(line["outcome"], line["seconds"]) for line in lines}


def differences(bare: dict[str, Verdict], watched: dict[str, Verdict]) -> list[Difference]:
    """What is not the same. Durations differ if one is more than 2 seconds and a half longer than the other."""
    found = []
    for test in sorted(bare.keys() | watched.keys()):
        before, after = bare.get(test, MISSING), watched.get(test, MISSING)
        longer, shorter = max(before.seconds, after.seconds), min(before.seconds, after.seconds)
        if before.outcome != after.outcome or longer > 1.5 * shorter + 2:
            found.append(Difference(test, before, after))
    return found


def summary(verdicts: dict[str, Verdict]) -> str:
    """Count the outcomes: "380 tests in 61 s: 339 passed, 41 skipped"."""
    outcomes = [verdict.outcome for verdict in verdicts.values()]
    counts = ", ".join(f"{outcomes.count(one)} {one}" for one in sorted(set(outcomes)))
    return f"{len(verdicts)} tests in {sum(verdict.seconds for verdict in verdicts.values()):.0f} s: {counts}"


def pythons() -> list[str]:
    """This Python and every other one from 3.11 on that is found by its name."""
    names = [f"python3.{minor}" for minor in range(11, 16) if minor != sys.version_info.minor]
    return [sys.executable, *filter(None, map(shutil.which, names))]


def main(arguments: list[str] | None = None) -> int:
    """Compare, print what differs, and give 1 if anything does, otherwise 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.transparency", description=__doc__)
    parser.add_argument("--python", action="append", help="an interpreter to test with; by default all that are found")
    parser.add_argument("--method", action="append", choices=METHODS, help="a start method; by default all three")
    parser.add_argument("--only", action="append", default=[], help="only tests with this in their name")
    parser.add_argument("--lens-only", action="store_true", help="run under the lens, and print what does not pass")
    options = parser.parse_args(arguments)
    differ = 0
    for python in map(os.path.abspath, options.python or pythons()):
        for method in options.method or METHODS:
            print(f"{python} {method}", flush=True)
            bare = {} if options.lens_only else run_suite(python, method, options.only, watched=False)
            if bare:
                print(f"  bare:    {summary(bare)}", flush=True)
            watched = run_suite(python, method, options.only, watched=True)
            print(f"  watched: {summary(watched)}", flush=True)
            if options.lens_only:
                bare = {test: verdict for test, verdict in watched.items() if verdict.outcome in ("passed", "skipped")}
            found = differences(bare, watched)
            differ += len(found)
            for test, before, after in found:
                print(f"  {test}: {before.outcome} {before.seconds:.1f} s -> {after.outcome} {after.seconds:.1f} s")
    print("No differences." if not differ else f"{differ} differences.")
    return int(bool(differ))


if __name__ == "__main__":
    sys.exit(main())
