"""Screenshots of the window: tabs, languages, themes, zooms and screen sizes, on one page to look through.

    python -m tests.gallery [--folder gallery] [--only PART]

Needs Xvfb and ImageMagick's `import`. Each screen size gets a virtual display and a process of its own, since Tk
never lets go of a display; each experiment is run for real, once for each size.
"""

import argparse
import html
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.desktop.displays import virtual_display
from tests.desktop.windows import open_window, run_to_end, settle

SIZES = ((1280, 800), (1920, 1080), (1024, 768))
SHOWN = {"pipe": "shared_end", "manager": "lost_update", "pool": "process_per_task"}


class Shot(NamedTuple):
    """One picture: what is to be seen on it."""

    topic: str
    language: str
    theme: str
    zoom: float
    size: tuple[int, int]

    @property
    def name(self) -> str:
        """Its file's name, without an ending."""
        width, height = self.size
        return f"{self.topic}-{self.language}-{self.theme}-{round(self.zoom * 100)}-{width}x{height}"


def shots(size: tuple[int, int]) -> Iterator[Shot]:
    """Every picture of one screen size."""
    for topic in (*SHOWN, "mine"):
        for language in ("en", "zh-Hant", "zh-Hans"):
            for theme in ("light", "dark", "projector"):
                for zoom in (1.0, 2.0):
                    yield Shot(topic, language, theme, zoom, size)


def main() -> int:
    """Take all pictures, and write the page. The exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=Path("gallery"))
    parser.add_argument("--only", default="", help="only pictures whose name contains this")
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)  # which of SIZES this process is for
    options = parser.parse_args()
    for tool in ("Xvfb", "import"):
        if shutil.which(tool) is None:
            print(f"The gallery needs {tool}: install xvfb and imagemagick.", file=sys.stderr)
            return 1
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.size is not None:
        _take(_wanted(SIZES[options.size], options.only), options.folder)
        return 0
    taken: list[Shot] = []
    for i, size in enumerate(SIZES):
        wanted = _wanted(size, options.only)
        if wanted:
            with virtual_display(*size) as display, tempfile.TemporaryDirectory() as home:
                own = {"DISPLAY": display, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home}
                command = [sys.executable, "-m", "tests.gallery", "--size", str(i), "--only", options.only]
                subprocess.run([*command, "--folder", options.folder], env={**os.environ, **own}, check=True)
            taken += wanted
    (options.folder / "index.html").write_text(_page(taken), encoding="utf-8")
    print(f"{len(taken)} pictures, {options.folder / 'index.html'}")
    return 0


def _wanted(size: tuple[int, int], only: str) -> list[Shot]:
    return [shot for shot in shots(size) if only in shot.name]


def _take(wanted: list[Shot], folder: Path) -> None:
    width, height = wanted[0].size
    with open_window(width, height) as window:
        for topic, name in SHOWN.items():
            if any(shot.topic == topic for shot in wanted):
                window.choose_script(f"{topic}/{name}")
                run_to_end(window)
        for shot in wanted:
            window.choose_topic(shot.topic)
            window.look.change(theme=shot.theme, zoom=shot.zoom, language=shot.language)  # type: ignore[arg-type]
            window.set_language(shot.language)  # type: ignore[arg-type]
            settle(window)
            time.sleep(0.02)  # the X server paints after Tk has sent; nothing can be waited for there
            target = folder / f"{shot.name}.png"
            subprocess.run(["import", "-window", "root", str(target)], check=True)


def _page(taken: list[Shot]) -> str:
    figures = "\n".join(
        f'<figure><a href="{shot.name}.png"><img loading="lazy" src="{shot.name}.png" alt=""></a>'
        f"<figcaption>{html.escape(shot.name)}</figcaption></figure>"
        for shot in taken
    )
    return (
        '<!doctype html><meta charset="utf-8"><title>IPC Lab: gallery</title>'
        "<style>body{font:14px sans-serif;margin:24px;display:grid;gap:24px;"
        "grid-template-columns:repeat(auto-fill,minmax(480px,1fr))}figure{margin:0}img{width:100%;"
        f"border:1px solid #ccc}}</style>\n{figures}\n"
    )


if __name__ == "__main__":
    sys.exit(main())
