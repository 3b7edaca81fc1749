"""How long runs take to start and to stop, and what being supervised costs them: `python -m tests.bench_runs`.

Ratios are of medians within one run of this program, on one machine; absolute times are of that machine.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from workers import catalog
from workers.messages import Finished, Printed
from workers.session import Run, Session

REPEATS = 5
STUBBORN = """
import multiprocessing, signal, time

def wait():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(1000)

if __name__ == "__main__":
    for _ in range(500):
        multiprocessing.Process(target=wait).start()
    print("ready", flush=True)
    time.sleep(1000)
"""


def main() -> None:
    """Measure, and print a table."""
    rows = [
        (
            "from Run to the first line printed",
            _times(_first_line_in_session),
            "python FILE",
            _times(_first_line_alone),
        ),
        ("process_per_task, 500 tasks, measured", _times(_in_session), "python FILE", _times(_alone)),
    ]
    print(f"{'':42} {'IPC Lab':>10} {'':>14} {'ratio':>7}")
    for what, ours, other_name, other in rows:
        print(f"{what:42} {ours:>8.3f} s {other_name}: {other:.3f} s {ours / other:>5.2f}")
    seconds = [_stop_500() for _ in range(REPEATS)]
    print(f"{'Stop of 500 that ignore SIGTERM':42} {statistics.median(seconds):>8.3f} s (worst {max(seconds):.3f} s)")


def _times(measure: Callable[[Path], float]) -> float:
    return statistics.median(_repeated(measure))


def _repeated(measure: Callable[[Path], float]) -> Iterator[float]:
    with tempfile.TemporaryDirectory() as folder:
        hello = Path(folder) / "hello.py"
        hello.write_text("print('hello', flush=True)")
        for _ in range(REPEATS):
            yield measure(hello)


def _first_line_in_session(script: Path) -> float:
    began = time.perf_counter()
    with Session(Run(script, watch=False)) as session:
        while not isinstance(session.wait(None), Printed):
            pass
        return time.perf_counter() - began


def _first_line_alone(script: Path) -> float:
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        return time.perf_counter() - began


def _in_session(_script: Path) -> float:
    with Session(Run(catalog.find("pool/process_per_task").path, start_method="fork", watch=False)) as session:
        while not isinstance(message := session.wait(None), Finished):
            pass
        assert message.seconds is not None
        return message.seconds


def _alone(_script: Path) -> float:
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, str(catalog.find("pool/process_per_task").path)], check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - began


def _stop_500() -> float:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "stubborn.py"
        script.write_text(STUBBORN)
        with Session(Run(script, start_method="fork", watch=False)) as session:
            while not isinstance(session.wait(None), Printed):
                pass
            began = time.perf_counter()
            session.stop()
            while not session.finished:
                session.wait(None)
            return time.perf_counter() - began


if __name__ == "__main__":
    main()
