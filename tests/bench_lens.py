"""What the lens costs: ratios between runs of one sitting, bare, watched, and traced by VizTracer.

    python -m tests.bench_lens [--quick]

Each script is run by turns, so that a slow moment of the machine falls on all ways alike. Elapsed seconds are the
fastest run's (the median's for the experiments), and say little on a busy machine; so the processor's seconds, of all
processes of a run together, stand beside them.
"""

import argparse
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from workers import catalog
from workers.lens.decode import header
from workers.lens.vocabulary import SLICE

STAND_IN = Path(__file__).with_name("lens") / "stand_in.py"
SHARED_MEMORY = Path("/dev/shm")
ROUNDS = 20_000
OPERATIONS = 4  # of a round trip: two sends, two receives

PING_PONG = f"""
import time
from multiprocessing import Pipe, Process

ROUNDS = {ROUNDS}

def echo(end):
    for _ in range(ROUNDS):
        end.send(end.recv())

if __name__ == "__main__":
    here, there = Pipe()
    process = Process(target=echo, args=(there,))
    process.start()
    began = time.perf_counter()
    for number in range(ROUNDS):
        here.send(number)
        here.recv()
    print("seconds", time.perf_counter() - began)
    process.join()
"""

CHILDREN = """
import time
from multiprocessing import Process

def nothing():
    pass

if __name__ == "__main__":
    began = time.perf_counter()
    for _ in range({count}):
        process = Process(target=nothing)
        process.start()
        process.join()
    print("seconds", time.perf_counter() - began)
"""


class Cost(NamedTuple):
    """What a run took: elapsed seconds, as the script says or else of the whole run, and the processor's."""

    elapsed: float
    processor: float


def _run(command: list[str], folder: Path) -> Cost:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder, timeout=300, env=environment)
    seconds, after = perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    said = re.search(r"^seconds ([\d.e-]+)$", done.stdout, re.MULTILINE)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(float(said[1]) if said else seconds, processor)


class Bench:
    """Runs scripts in each way; `recorded` is how many bytes the last watched run left."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.recorded = 0

    def bare(self, script: Path, method: str = "fork") -> Cost:
        """Give the cost of a run without the lens."""
        return _run([sys.executable, str(STAND_IN), "-", method, str(script)], self._folder)

    def watched(self, script: Path, method: str = "fork") -> Cost:
        """Give the cost of a run under the lens."""
        where = SHARED_MEMORY if SHARED_MEMORY.is_dir() else None
        with tempfile.TemporaryDirectory(dir=where) as flights:
            seconds = _run([sys.executable, str(STAND_IN), flights, method, str(script)], self._folder)
            self.recorded = sum(_written(path) for path in Path(flights).iterdir())
        return seconds

    def traced(self, script: Path, method: str = "fork") -> Cost:
        """Give the cost of a run under VizTracer, as it comes."""
        del method  # the scripts use the default
        target = self._folder / "viztracer.json"
        command = [sys.executable, "-m", "viztracer", "--quiet", "-o", str(target), str(script)]
        seconds = _run(command, self._folder)
        self.recorded = target.stat().st_size
        return seconds


def _written(chunk: Path) -> int:
    """Give the bytes in use of a chunk, or of the places of a nursery that a child was born in."""
    data = chunk.read_bytes()
    if not chunk.suffix.startswith(".n"):
        return len(data.rstrip(b"\0"))
    places = [data[at : at + SLICE] for at in range(0, len(data), SLICE)]
    return sum(len(place.rstrip(b"\0")) for place in places if (known := header(place)) and known.pid)


def by_turns(ways: list[Callable[[], Cost]], times: int, choose: Callable[[list[float]], float]) -> list[Cost]:
    """Run each way `times` times, by turns; gives what `choose` makes of the elapsed and the processor's seconds."""
    columns = zip(*([way() for way in ways] for _ in range(times)), strict=True)
    return [
        Cost(choose([one.elapsed for one in column]), choose([one.processor for one in column])) for column in columns
    ]


Row = tuple[str, str, str]  # what, measured, target


def ping_pong(bench: Bench, folder: Path, times: int) -> list[Row]:
    """Time per operation on a pipe, and bytes."""
    script = folder / "ping_pong.py"
    script.write_text(PING_PONG, encoding="utf-8")
    count = ROUNDS * OPERATIONS
    bare, watched = by_turns([lambda: bench.bare(script), lambda: bench.watched(script)], times, min)
    size = bench.recorded / count
    (traced,) = by_turns([lambda: bench.traced(script)], max(1, times // 2), min)

    def added(cost: Cost) -> str:
        elapsed, processor = (cost[place] - bare[place] for place in (0, 1))
        return (
            f"{elapsed / count * 1e6:.2f} us an operation, {cost[0] / bare[0]:.2f} x ({processor / count * 1e6:.2f} us)"
        )

    beside = (watched.elapsed - bare.elapsed) / (traced.elapsed - bare.elapsed)
    return [
        ("pipe ping-pong, bare", f"{bare.elapsed / count * 1e6:.2f} us an operation", ""),
        ("pipe ping-pong, added by the lens", added(watched), "2 us"),
        ("pipe ping-pong, added by VizTracer", added(traced), ""),
        ("the lens beside VizTracer", f"{beside:.2f}", "0.5"),
        ("bytes recorded", f"{size:.1f} an operation", "60"),
        ("bytes recorded by VizTracer", f"{bench.recorded / count:.1f} an operation", ""),
    ]


def _ratio(bare: Cost, watched: Cost) -> str:
    return f"{watched.elapsed / bare.elapsed:.3f} x bare ({watched.processor / bare.processor:.3f} x)"


def experiment(bench: Bench, name: str, times: int) -> Row:
    """How much longer an experiment takes under the lens."""
    script = catalog.find(name).path
    bare, watched = by_turns([lambda: bench.bare(script), lambda: bench.watched(script)], times, statistics.median)
    return f"{name}, watched", f"{_ratio(bare, watched)}, bare {bare.elapsed:.2f} s", "1.10 x"


def children(bench: Bench, folder: Path, method: str, count: int, times: int) -> Row:
    """What one child costs more."""
    script = folder / "children.py"
    script.write_text(CHILDREN.format(count=count), encoding="utf-8")
    bare, watched = by_turns([lambda: bench.bare(script, method), lambda: bench.watched(script, method)], times, min)
    added = (watched.elapsed - bare.elapsed) / count * 1000
    return f"start of a child, {method}", f"{added:+.2f} ms, {_ratio(bare, watched)}", ""


def main(arguments: list[str] | None = None) -> None:
    """Measure everything and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench_lens", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    times = 3 if parser.parse_args(arguments).quick else 7
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        bench = Bench(folder)
        rows = ping_pong(bench, folder, times)
        rows += [experiment(bench, name, times) for name in ("manager/lost_update", "pool/process_per_task")]
        counts = {"fork": 50, "spawn": 5, "forkserver": 10}
        rows += [children(bench, folder, method, count, times) for method, count in counts.items()]
    finally:
        shutil.rmtree(folder)
    print(f"load on the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"{'The lens':<38}{'elapsed (processor)':<54}target, at most")
    for what, measured, target in rows:
        print(f"{what:<38}{measured:<54}{target}")


if __name__ == "__main__":
    main()
