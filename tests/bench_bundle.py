"""Size and start time of the executable, beside a bare Tk program that was built the same way.

`python -m tests.bench_bundle` prints the table that README.md has. It needs xdotool, to see when a window is there.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bundle import PROGRAM, SUFFIX, build

STARTS = 9
BARE = """
import tkinter
window = tkinter.Tk()
tkinter.Label(window, text="Hello").pack()
window.mainloop()
"""


def main() -> None:
    """Build both, start each several times, print a Markdown table."""
    if shutil.which("xdotool") is None or not os.environ.get("DISPLAY"):
        sys.exit("Skipped: this needs a display and xdotool (Debian: sudo apt install xvfb xdotool; xvfb-run -a ...)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "bare.py").write_text(BARE, encoding="utf-8")
        programs = {
            "A bare Tk window": build(folder, "--onedir", "--windowed", "--strip", "bare.py")
            / "bare"
            / f"bare{SUFFIX}",
            "IPC Lab": build(folder) / PROGRAM,
        }
        print("| built with PyInstaller | size | start to window, median of", STARTS, "|")
        print("|---|---:|---:|")
        # In turns, so that a busy moment of the machine meets both; the first round reads the files from the disk.
        rounds = [[start(program) for program in programs.values()] for _ in range(STARTS + 1)][1:]
        for (title, program), seconds in zip(programs.items(), zip(*rounds, strict=True), strict=True):
            print(f"| {title} | {size(program.parent) / 1e6:.0f} MB | {statistics.median(seconds):.2f} s |")


def size(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def start(program: Path) -> float:
    """Seconds from the start of a program until its window is on the screen."""
    began = time.perf_counter()
    process = subprocess.Popen([program])
    try:
        while not windows():
            if process.poll() is not None:
                sys.exit(f"{program} ended with exit code {process.returncode} before it had a window")
            time.sleep(0.005)
        return time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()
        while windows():
            time.sleep(0.005)


def windows() -> list[str]:
    """The named windows on the screen; the display is expected to be otherwise empty."""
    search = ["xdotool", "search", "--onlyvisible", "--name", "."]
    return subprocess.run(search, capture_output=True, text=True, check=False).stdout.split()


if __name__ == "__main__":
    main()
