"""What processes cost: the time until they are there, and their memory."""

from multiprocessing import Barrier, Process
from pathlib import Path
from time import perf_counter

MOST = 200  # processes in the largest of the four groups
SHOW = ("seconds", "memory")[0]  # what the bars show


def stand_by(barrier):
    barrier.wait()  # everybody is here
    barrier.wait()  # everybody may go


def megabytes(process):
    """Memory of a process, with its part of what it shares. Only Linux tells it, else 0."""
    report = Path(f"/proc/{process.pid}/smaps_rollup")
    lines = report.read_text().splitlines() if report.exists() else []
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    results = {}
    results_unit = "MB" if SHOW == "memory" else "seconds"
    for count in (MOST // 20, MOST // 4, MOST // 2, MOST):
        barrier = Barrier(count + 1)
        processes = [Process(target=stand_by, args=(barrier,)) for _ in range(count)]
        began = perf_counter()
        for process in processes:
            process.start()
        barrier.wait()
        seconds = perf_counter() - began
        memory = sum(megabytes(process) for process in processes)
        barrier.wait()
        for process in processes:
            process.join()
        told = f", {memory:5.0f} MB" if memory else ""
        print(f"{count:4} processes: {seconds:5.2f} s{told}")
        if SHOW == "seconds" or memory:
            results[f"{count} processes"] = memory if SHOW == "memory" else seconds
