"""A walk through a topic as a beginner would take it, in each language, as pictures on one page.

    python -m tests.learning.walk [--folder gallery/walk] [--topic pipe]

Needs Xvfb and ImageMagick's `import`. Every experiment is run for real.
"""

import argparse
import html
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from desktop.words import LANGUAGES, Language
from tests.desktop.displays import virtual_display

SIZE = (1280, 800)


def main() -> int:
    """Take the pictures, and write the page. The exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=Path("gallery/walk"))
    parser.add_argument("--topic", default="pipe")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with virtual_display(*SIZE) as display, tempfile.TemporaryDirectory() as home:
        os.environ.update(DISPLAY=display, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home)
        names = [name for language in LANGUAGES for name in _walk(language, options.topic, options.folder)]
    (options.folder / "index.html").write_text(_page(names), encoding="utf-8")
    print(f"{len(names)} pictures, {options.folder / 'index.html'}")
    return 0


def _walk(language: Language, topic: str, folder: Path) -> Iterator[str]:
    """Take each lesson of a topic: predict, run, read on, answer the checks. Gives the names of the pictures."""
    from tests.desktop.windows import open_window, settle, wait_for  # after DISPLAY is set

    with (
        tempfile.TemporaryDirectory() as home,
        open_window(*SIZE, language=language, home=Path(home), watch=True) as window,
    ):
        keys = window.shelf.keys(topic)
        window.choose_script(keys[0])
        for place, key in enumerate(keys, 1):
            assert window.script is not None
            assert window.script.key == key
            step = 0

            def picture(what: str, place: int = place) -> str:
                nonlocal step
                step += 1
                settle(window)
                time.sleep(0.05)  # the X server paints after Tk has sent; nothing can be waited for there
                name = f"{language}-{place}{step}-{what}"
                subprocess.run(["import", "-window", "root", str(folder / f"{name}.png")], check=True)
                return name

            yield picture("question")
            window.learner.predict(1)
            window.learner.run()
            wait_for(window, lambda: not window.runner.running)
            yield picture("outcome")
            text = window.shell.lesson.text
            text.yview(text.search(window.look.words("learn.changes"), "1.0"))
            yield picture("changes")
            for number, right in enumerate(window.learner.learning.facts[key].checks):
                window.learner.check(number, right)
            text.yview(text.search(window.look.words("learn.checks"), "1.0"))
            yield picture("checks")
            if key == keys[-1]:
                window.panels.progress()
                yield picture("progress")
            window.learner.go_on()


def _page(names: list[str]) -> str:
    figures = "\n".join(
        f'<figure><a href="{name}.png"><img loading="lazy" src="{name}.png" alt=""></a>'
        f"<figcaption>{html.escape(name)}</figcaption></figure>"
        for name in names
    )
    return (
        '<!doctype html><meta charset="utf-8"><title>IPC Lab: a walk</title>'
        "<style>body{font:14px sans-serif;margin:24px;display:grid;gap:24px;"
        "grid-template-columns:repeat(auto-fill,minmax(480px,1fr))}figure{margin:0}img{width:100%;"
        f"border:1px solid #ccc}}</style>\n{figures}\n"
    )


if __name__ == "__main__":
    sys.exit(main())
