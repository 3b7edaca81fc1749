"""How alive the window stays: the gaps between its ticks while much happens, in a real window.

    python -m tests.bench_window

Three things are measured in each case: the gaps between the poller's own ticks; those of a probe that only asks to be
called every 4 ms, which is what a key or a click would have to wait for; and the processor time from the beginning of
one tick to that of the next, which is the window's own share of a gap, whatever else the machine is busy with. The
limits are for the gaps on a machine that is otherwise idle.
"""

import itertools
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple

from desktop.window import Window
from tests.desktop.displays import virtual_display
from tests.desktop.windows import open_window, run_to_end

CASES = {
    "500 processes start (fork)": (
        "from multiprocessing import Process\n\n\ndef work():\n    pass\n\n\n"
        'if __name__ == "__main__":\n'
        "    processes = [Process(target=work) for _ in range(500)]\n"
        "    for process in processes:\n        process.start()\n"
        "    for process in processes:\n        process.join()\n"
    ),
    "100,000 lines are printed": "for i in range(100_000):\n    print('line', i)\n",
    "100,000 lines, 8 processes": (
        "from multiprocessing import Process\n\n\ndef work(n):\n    for i in range(12_500):\n        print(n, i)\n\n\n"
        'if __name__ == "__main__":\n'
        "    processes = [Process(target=work, args=(n,)) for n in range(8)]\n"
        "    for process in processes:\n        process.start()\n"
        "    for process in processes:\n        process.join()\n"
    ),
}
PROBE = 4  # milliseconds


class Gaps(NamedTuple):
    """Of one case, in milliseconds; and how long the run took, in seconds."""

    case: str
    ticks: list[float]
    probe: list[float]
    work: list[float]
    seconds: float


def measure(case: str, source: str, *, watch: bool) -> Gaps:
    """Run a script in a window of its own, and take the gaps from the press of Run to the end."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        script = home / "script.py"
        script.write_text(source)
        with open_window(home=home, watch=watch, frozen=True) as window:
            window.open_script(script)
            with _ticks(window) as (ticks, work), _probe(window) as probe:
                began = time.perf_counter()
                run_to_end(window)
                seconds = time.perf_counter() - began
            return Gaps(
                case + (", watched" if watch else ""), _between(ticks), _between(probe), _between(work), seconds
            )


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def main() -> int:
    """Print the table. The exit code is 1 if a limit is exceeded."""
    with nullcontext() if _has_display() else virtual_display(1280, 800) as display:
        if display:
            os.environ["DISPLAY"] = display
        print(f"{'gaps between ticks, in ms':44} {'median':>7} {'p99':>7} {'worst':>7}   {'run':>7}")
        good = True
        for case, source in CASES.items():
            for watch in (False, True):
                gaps = measure(case, source, watch=watch)
                parts = (("", gaps.ticks), ("  probe every 4 ms", gaps.probe), ("  own processor time", gaps.work))
                for name, values in parts:
                    median, p99, worst = percentile(values, 0.5), percentile(values, 0.99), max(values)
                    good = good and p99 <= 16 and worst <= 50
                    print(f"{name or gaps.case:44} {median:7.1f} {p99:7.1f} {worst:7.1f}   {gaps.seconds:6.1f}s")
        print("limits: p99 at most 16 ms, worst at most 50 ms:", "kept" if good else "EXCEEDED")
    return 0 if good else 1


@contextmanager
def _ticks(window: Window) -> Iterator[tuple[list[float], list[float]]]:
    moments: list[float] = []
    work: list[float] = []
    tick = window.poller.on_tick

    def noted(until: float) -> bool:
        moments.append(time.perf_counter())
        work.append(time.thread_time())
        return tick(until)

    window.poller.on_tick = noted
    yield moments, work


@contextmanager
def _probe(window: Window) -> Iterator[list[float]]:
    moments: list[float] = []
    pending = ""

    def beat() -> None:
        nonlocal pending
        moments.append(time.perf_counter())
        pending = window.root.after(PROBE, beat)

    beat()
    yield moments
    window.root.after_cancel(pending)


def _between(moments: list[float]) -> list[float]:
    return [(later - sooner) * 1000 for sooner, later in itertools.pairwise(moments)]


def _has_display() -> bool:
    return bool(os.environ.get("DISPLAY")) or shutil.which("Xvfb") is None


if __name__ == "__main__":
    sys.exit(main())
