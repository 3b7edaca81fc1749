"""A session that tells what it is told to tell."""

from collections import deque
from collections.abc import Iterable

from workers.messages import AnyMessage, EndReason, Finished, SteeringCommand
from workers.session import Run


class FakeSession:
    """Gives messages one by one; `stop` makes it finish as a real one does."""

    def __init__(self, messages: Iterable[AnyMessage] = ()) -> None:
        self.messages = deque(messages)
        self.closed = False
        self.told: list[SteeringCommand] = []

    def poll(self) -> AnyMessage | None:
        return self.messages.popleft() if self.messages else None

    def tell(self, command: SteeringCommand) -> None:
        self.told.append(command)

    def stop(self) -> None:
        self.messages.append(finished(EndReason.STOPPED))

    def close(self) -> None:
        self.closed = True


class FakeSessions:
    """Starts fake sessions, each with the next script of messages, and keeps them."""

    def __init__(self, *scripts: Iterable[AnyMessage]) -> None:
        self._scripts = deque(scripts)
        self.runs: list[Run] = []
        self.started: list[FakeSession] = []

    def __call__(self, run: Run) -> FakeSession:
        self.runs.append(run)
        self.started.append(FakeSession(self._scripts.popleft() if self._scripts else ()))
        return self.started[-1]


def finished(reason: EndReason = EndReason.FINISHED, exit_code: int | None = 0, **more: object) -> Finished:
    """The last message of a run."""
    return Finished(reason, exit_code, 0.5, 0.6, **more)  # type: ignore[arg-type]
