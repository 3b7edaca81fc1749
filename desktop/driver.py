"""Drives the window from the command line, for tests and for checking an executable: press Run, report, quit."""

import json
from pathlib import Path
from typing import Any

from desktop.window import Window


def drive(window: Window, *, run: bool, report: Path | None) -> None:
    """Press Run once the window is in sight; with `report`, write what the window shows after the run, and quit."""

    def finish_soon() -> None:
        window.root.after_idle(finish)

    def finish() -> None:
        # The panes draw when they are idle; what is not drawn yet is not shown yet.
        window.root.update_idletasks()
        if report is not None:
            report.write_text(json.dumps(shown(window), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
            window.close()

    if report is not None:
        window.job_ended = finish_soon
    if run:
        window.root.after_idle(window.run)


def shown(window: Window) -> dict[str, Any]:
    """What a person sees after a run: bars' labels and written values, the status sentence, the output's lines."""
    shell, record = window.shell, window.record
    while shell.output.catch_up():
        pass
    shell.chart.draw()
    finished = record.state.finished if record.state else None
    return {
        "script": window.script.key if window.script else "",
        "bars": shell.chart.shown(),
        "watched": record.state.watched if record.state else None,
        "start_method": record.state.start_method if record.state else "",
        "status": shell.run_bar.standing.sentence,
        "counts": shell.run_bar.standing.counts,
        "notice": shell.notice.text,
        "output": shell.output.lines(),
        "reason": finished.reason.value if finished else None,
        "exit_code": finished.exit_code if finished else None,
        "results": finished.results if finished else {},
    }
