"""How long the stage takes: taking in a recording of a million operations, and drawing a frame of it.

    python -m tests.bench_stage [--operations N]

Each frame is drawn on a tk.Canvas in a real window, as the program does it. Beside it the same number of bars drawn by
matplotlib in a Tk canvas. Needs a display, or Xvfb.
"""

import argparse
import itertools
import os
import random
import statistics
import sys
import time
import tkinter as tk
import tracemalloc
from collections.abc import Callable, Iterator

from desktop.garbage import freeze_garbage
from desktop.paint.canvas import paint
from desktop.recording import Recording
from desktop.scenes.shapes import Box, Polyline, Scene
from desktop.stage import Kind, Room, Stage
from desktop.views.look import Look
from desktop.world import world_at
from tests.desktop.displays import virtual_display
from tests.desktop.stories import long_story
from workers.lens.events import AnyEvent

FRAMES = 40
WIDTH, HEIGHT = 1240, 620
PROCESSES = (4, 12, 100)
PIECES = (1.0, 0.1, 0.001)  # of the run that is in sight


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--operations", type=int, default=1_000_000)
    options = parser.parse_args(arguments)
    if os.environ.get("DISPLAY"):
        _measure(options.operations)
        return 0
    with virtual_display(WIDTH + 40, HEIGHT + 180) as display:
        os.environ["DISPLAY"] = display
        _measure(options.operations)
    return 0


def _measure(operations: int) -> None:
    root = tk.Tk()
    root.geometry(f"{WIDTH}x{HEIGHT}+0+0")
    canvas = tk.Canvas(root, highlightthickness=0)
    canvas.pack(fill=tk.BOTH, expand=True)
    look = Look(root, "light", 1.0, "en")
    root.update()
    print(f"{operations:,} operations, frames of {WIDTH} x {HEIGHT}, {FRAMES} each\n")
    print(f"{'':34} {'median':>9} {'worst':>9} {'processor':>9} {'shapes':>7}")
    bars = 0
    for processes in PROCESSES:
        stage = Stage()
        stage.show(_taken_in(operations, processes), live=False)
        freeze_garbage()  # as the program does
        _row("state at a moment", lambda s=stage: _world(s))  # type: ignore[misc]
        for kind in ("picture", "timeline"):
            bars = max(bars, _frames(stage, kind, canvas, look))
    _matplotlib(root, canvas, bars)
    root.destroy()


def _taken_in(operations: int, processes: int) -> Recording:
    """Tell a recording its events, and print what that costs."""
    recording = Recording()
    tracemalloc.start()
    for batch in batched(long_story(operations, processes), 1000):
        recording.tell(batch)
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    sample = list(long_story(20_000, processes))
    began = time.process_time()
    Recording().tell(sample)
    each = (time.process_time() - began) / 20_000
    print(f"{processes} processes: {kept / operations:.0f} bytes an operation, {each * 1e6:.1f} µs to take one in")
    return recording


def batched(events: Iterator[AnyEvent], size: int) -> Iterator[list[AnyEvent]]:
    """Events in lists of that many."""
    while batch := list(itertools.islice(events, size)):
        yield batch


def _world(stage: Stage) -> int:
    begin, end = stage.whole
    world_at(stage.recording, random.randint(begin, end))
    return 0


def _frames(stage: Stage, kind: Kind, canvas: tk.Canvas, look: Look) -> int:
    stage.kind = kind
    most = 0
    for piece in PIECES if kind == "timeline" else (1.0,):
        counts: list[int] = []

        def draw(piece: float = piece, counts: list[int] = counts) -> int:
            _look_somewhere(stage, piece)
            scene = stage.draw(Room(WIDTH, HEIGHT), look.measure, look.words)
            paint(canvas, scene, look.palette, look.scene_fonts)
            canvas.update_idletasks()
            counts.append(_bars(scene))
            return len(scene)

        _row(f"{kind}, {piece:.1%} of the run" if kind == "timeline" else kind, draw)
        most = max(most, *counts)
    return most


def _look_somewhere(stage: Stage, piece: float) -> None:
    begin, end = stage.whole
    length = round((end - begin) * piece)
    start = random.randint(begin, end - length)
    stage.part = None if piece == 1.0 else (start, start + length)
    stage.playback.moment = random.randint(start, start + length)


def _bars(scene: Scene) -> int:
    """How many bars are to be seen: boxes, and the teeth of combs, eight points each."""
    return sum(len(s.points) // 8 if isinstance(s, Polyline) else isinstance(s, Box) for s in scene)


def _matplotlib(root: tk.Tk, canvas: tk.Canvas, bars: int) -> None:
    try:
        from matplotlib.backends.backend_tkagg import FigureCanvasTkAgg
        from matplotlib.figure import Figure
    except ImportError:
        print("matplotlib is not there: `make bench` installs it")
        return
    canvas.pack_forget()
    figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100)
    axes = figure.add_subplot()
    drawing = FigureCanvasTkAgg(figure, root)
    drawing.get_tk_widget().pack()
    root.update()

    def draw() -> int:
        axes.clear()
        for lane in range(12):
            spans = [(i * 10 + random.random(), 6.0) for i in range(bars // 12)]
            axes.broken_barh(spans, (lane, 0.8))
        drawing.draw()
        root.update_idletasks()
        return bars

    _row(f"matplotlib, {bars} bars", draw)


def _row(name: str, draw: Callable[[], int]) -> None:
    """Print the time by the clock, and the processor's, which other work on the machine does not lengthen as much."""
    draw()
    times, busy = [], []
    shapes = 0
    for _ in range(FRAMES):
        began, worked = time.perf_counter(), time.process_time()
        shapes = draw()
        times.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    middle, worst, processor = statistics.median(times), max(times), statistics.median(busy)
    print(f"  {name:32} {middle:6.2f} ms {worst:6.2f} ms {processor:6.2f} ms {shapes or '':>7}")


if __name__ == "__main__":
    sys.exit(main())
