"""What the lens costs: ratios between runs of one sitting, bare, watched, and traced by VizTracer.

    python -m tests.bench_lens [--quick]

Each script is run by turns, so that a slow moment of the machine falls on all ways alike, and the fastest run counts.
"""

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from workers import catalog

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


def _run(command: list[str], folder: Path) -> float:
    """Run a script that may print how many seconds it took; otherwise the seconds of the whole run count."""
    began = perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder, timeout=300)
    seconds = perf_counter() - began
    said = re.search(r"^seconds ([\d.e-]+)$", done.stdout, re.MULTILINE)
    return float(said[1]) if said else seconds


class Bench:
    """Runs scripts in each way; `recorded` is how many bytes the last watched run left."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.recorded = 0

    def bare(self, script: Path, method: str = "fork") -> float:
        """Give the seconds of a run without the lens."""
        return _run([sys.executable, str(STAND_IN), "-", method, str(script)], self._folder)

    def watched(self, script: Path, method: str = "fork") -> float:
        """Give the seconds of a run under the lens."""
        where = SHARED_MEMORY if SHARED_MEMORY.is_dir() else None
        with tempfile.TemporaryDirectory(dir=where) as flights:
            seconds = _run([sys.executable, str(STAND_IN), flights, method, str(script)], self._folder)
            self.recorded = sum(_written(path) for path in Path(flights).iterdir())
        return seconds

    def traced(self, script: Path, method: str = "fork") -> float:
        """Give the seconds of a run under VizTracer, as it comes."""
        del method  # the scripts use the default
        target = self._folder / "viztracer.json"
        command = [sys.executable, "-m", "viztracer", "--quiet", "-o", str(target), str(script)]
        seconds = _run(command, self._folder)
        self.recorded = target.stat().st_size
        return seconds


def _written(chunk: Path) -> int:
    return len(chunk.read_bytes().rstrip(b"\0"))


def fastest(ways: list[Callable[[], float]], times: int) -> list[float]:
    """Run each way `times` times, by turns, and give the fastest of each."""
    rounds = [[way() for way in ways] for _ in range(times)]
    return [min(column) for column in zip(*rounds, strict=True)]


def typical(ways: list[Callable[[], float]], times: int) -> list[float]:
    """Run each way `times` times, by turns, and give the median of each."""
    rounds = [[way() for way in ways] for _ in range(times)]
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


Row = tuple[str, str, str]  # what, measured, target


def ping_pong(bench: Bench, folder: Path, times: int) -> list[Row]:
    """Time per operation on a pipe, and bytes."""
    script = folder / "ping_pong.py"
    script.write_text(PING_PONG, encoding="utf-8")
    count = ROUNDS * OPERATIONS
    bare, watched = fastest([lambda: bench.bare(script), lambda: bench.watched(script)], times)
    size = bench.recorded / count
    traced = min(bench.traced(script) for _ in range(max(1, times // 2)))
    added, others = (watched - bare) / count * 1e6, (traced - bare) / count * 1e6
    return [
        ("pipe ping-pong, bare", f"{bare / count * 1e6:.2f} us an operation", ""),
        ("pipe ping-pong, added by the lens", f"{added:.2f} us an operation ({watched / bare:.2f} x bare)", "2 us"),
        ("pipe ping-pong, added by VizTracer", f"{others:.2f} us an operation ({traced / bare:.2f} x bare)", ""),
        ("the lens beside VizTracer, time", f"{added / others:.2f}", "0.5"),
        ("bytes recorded", f"{size:.1f} an operation", "60"),
        ("bytes recorded by VizTracer", f"{bench.recorded / count:.1f} an operation", ""),
    ]


def experiment(bench: Bench, name: str, times: int) -> Row:
    """How much longer an experiment takes under the lens."""
    script = catalog.find(name).path
    bare, watched = typical([lambda: bench.bare(script), lambda: bench.watched(script)], times)
    return f"{name}, watched", f"{watched / bare:.3f} x bare ({bare:.2f} s)", "1.10"


def children(bench: Bench, folder: Path, method: str, count: int, times: int) -> Row:
    """What one child costs more."""
    script = folder / "children.py"
    script.write_text(CHILDREN.format(count=count), encoding="utf-8")
    bare, watched = fastest([lambda: bench.bare(script, method), lambda: bench.watched(script, method)], times)
    added = (watched - bare) / count * 1000
    return f"start of a child, {method}", f"+{added:.2f} ms ({watched / bare:.2f} x bare, {bare / count * 1000:.1f} ms)", ""


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
    print(f"{'The lens':<38}{'measured':<44}target (at most)")
    for what, measured, target in rows:
        print(f"{what:<38}{measured:<44}{target}")


if __name__ == "__main__":
    main()
