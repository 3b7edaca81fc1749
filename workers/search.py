"""What a front end holds of a search for all the ways that a script can end: start it, poll it, stop it."""

import contextlib
import queue
import subprocess
import threading

import msgspec

from workers import launch
from workers.explore import SCHEDULES, Plan
from workers.frames import FrameReader, FrameWriter
from workers.messages import AnyMessage, Explore, Found, Stop

__all__ = ["SCHEDULES", "Plan", "Search"]

_PATIENCE = 3.0  # seconds that an explorer gets to stop before it is taken for hung and ended


class Search:
    """One search. Starts at once, in a process of its own; raises OSError if that cannot be started."""

    def __init__(self, plan: Plan) -> None:
        self._found: queue.SimpleQueue[Found] = queue.SimpleQueue()
        self.finished = False
        self._explorer = subprocess.Popen(
            launch.command("explorer"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if launch.frozen() else None,
            bufsize=0,
            cwd=launch.ROOT,
            start_new_session=True,
        )
        assert self._explorer.stdin is not None
        self._writer = FrameWriter(self._explorer.stdin)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._writer.write(_asked(plan))

    def poll(self) -> Found | None:
        """What has been found meanwhile, None if nothing has. Never blocks."""
        return self.wait(0)

    def wait(self, timeout: float | None) -> Found | None:
        """The next finding, waited for at most so many seconds; None if there was none, or the search is over."""
        if self.finished:
            return None
        try:
            found = self._found.get(block=timeout != 0, timeout=timeout)
        except queue.Empty:
            return None
        self.finished = found.finished
        return found

    def stop(self) -> None:
        """Ask that the search end; a last finding follows. Never blocks."""
        with contextlib.suppress(OSError, ValueError):
            self._writer.write(Stop())
        timer = threading.Timer(_PATIENCE, self._end_unless_done)
        timer.daemon = True
        timer.start()

    def close(self) -> None:
        """End the search and wait until nothing of it is left."""
        self.stop()
        self._reader.join()
        self.finished = True

    def __enter__(self) -> "Search":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _end_unless_done(self) -> None:
        if self._reader.is_alive():
            self._explorer.kill()

    def _read(self) -> None:
        assert self._explorer.stdin is not None
        assert self._explorer.stdout is not None
        last = Found(0, (), exhausted=False, seconds=0.0)
        with self._explorer.stdout as pipe, contextlib.suppress(OSError, msgspec.DecodeError):
            for message in FrameReader[AnyMessage](pipe, AnyMessage):
                if isinstance(message, Found):
                    last = message
                    self._found.put(message)
        self._explorer.wait()
        with contextlib.suppress(OSError):
            self._explorer.stdin.close()
        if not last.finished:
            note = f"the explorer ended with exit code {self._explorer.returncode}"
            self._found.put(msgspec.structs.replace(last, finished=True, note=note))


def _asked(plan: Plan) -> Explore:
    run = plan.run
    return Explore(
        script=str(run.script),
        source=run.source,
        arguments=run.arguments,
        start_method=run.start_method,
        working_folder=str(run.folder or run.script.absolute().parent),
        schedules=plan.schedules,
        exhaustive=plan.exhaustive,
        seed=plan.seed,
    )
