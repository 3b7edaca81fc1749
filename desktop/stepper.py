"""Step mode: the person is the scheduler. What they click goes to the run, and where everybody stands comes back.

StepBar ──► go, undo, run_on ──► Stepper ──► Runner ──► the run      tick() ──► StepBar, marks in the code
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.stepping import Stepping, deed, ring, waits_for
from desktop.views.step_bar import Lane
from workers.messages import AtGate, Deadlocked, Grant, LetRun, RunTo, TimeOver

if TYPE_CHECKING:
    from desktop.window import Window


class Stepper:
    """Steps the script that the window shows."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._seen = -1  # for how many steps the code has been brought into sight
        self._seen_deadlock: Deadlocked | None = None
        self._again: tuple[str, ...] | None = None  # the schedule to begin with once the run has been stopped

    @property
    def _stepping(self) -> Stepping | None:
        job, state = self._window.runner.job, self._window.runner.state
        return state.stepping if job is not None and job.run.step and state is not None else None

    def start(self, schedule: tuple[str, ...] = ()) -> None:
        """Run the shown script step by step, after the steps of a schedule."""
        self._window.run(schedule=schedule)
        if self._window.runner.running:
            self._window.shell.step_bar.focus_set()
            self.tick()

    def go(self, actor: str) -> None:
        """Let an actor go on; if it cannot, and has a timeout, let that be over."""
        stepping = self._stepping
        gate = next((gate for gate in stepping.gates if gate.actor == actor), None) if stepping else None
        if gate is not None:
            self._window.runner.tell(Grant(actor) if gate.ready else TimeOver(actor))

    def undo(self) -> None:
        """Take the last step back: by running all but that one again."""
        stepping = self._stepping
        if stepping is not None and stepping.schedule:
            self._again = tuple(stepping.schedule[:-1])
            if self._window.runner.running:
                self._window.runner.stop()
            else:
                self.ended()

    def run_to(self) -> None:
        """Let everybody go on until somebody comes to the line that the cursor is in."""
        line = int(self._window.shell.code.text.index("insert").split(".")[0])
        self._window.runner.tell(RunTo(line))

    def run_on(self) -> None:
        """Let everybody go on to the end."""
        self._window.runner.tell(LetRun())

    def ended(self) -> None:
        """The run is over: begin the next one, if it was stopped for that."""
        schedule, self._again = self._again, None
        stepping = self._stepping
        if schedule is None and stepping is not None:
            self._window.challenger.stepped(stepping)
        if schedule is not None:
            self.start(schedule)

    def tick(self) -> None:
        """Show where everybody stands."""
        shell, stepping = self._window.shell, self._stepping
        if stepping is None or not self._window.run_is_shown():
            shell.step_bar.grid_remove()
            return
        shell.step_bar.grid()
        if stepping.deadlock is not None and self._seen_deadlock is not stepping.deadlock:
            self._seen_deadlock = stepping.deadlock
            self._window.challenger.stepped(stepping)
        standing = stepping.phase == "standing"
        shell.step_bar.show(
            self._sentence(stepping),
            [self._lane(gate) for gate in stepping.gates] if stepping.phase in ("standing", "going") else [],
            undo=bool(stepping.schedule) and self._again is None,
            run_on=standing,
            bad=stepping.deadlock is not None,
        )
        if standing or stepping.deadlock is not None:
            shell.code.mark_processes({self._number(pid): line for pid, line in stepping.lines.items()})
        if len(stepping.schedule) != self._seen and standing:
            self._seen = len(stepping.schedule)
            self._bring_into_sight(stepping)

    def _bring_into_sight(self, stepping: Stepping) -> None:
        """Show the line of whoever went last, or of the first who can go."""
        last = stepping.schedule[-1] if stepping.schedule else ""
        gates = sorted(stepping.gates, key=lambda gate: (gate.actor != last, not gate.ready))
        line = next((gate.line for gate in gates if gate.line), 0)
        if line:
            self._window.shell.code.text.see(f"{line}.0")

    def _number(self, pid: int) -> int:
        state = self._window.runner.state
        return (state.number_of(pid) if state is not None else None) or 0

    def _lane(self, gate: AtGate) -> Lane:
        words = self._window.look.words
        what = deed(gate.op, gate.label, words)
        if not gate.ready:
            what = f"{what}, {waits_for(gate, words)}"
            if gate.seconds is not None:
                what = f"{what}: {words('step.time_over', seconds=f'{gate.seconds:g}')}"
        text = words("step.lane", actor=gate.actor, deed=what, line=gate.line)
        return Lane(gate.actor, self._number(gate.pid), text, gate.ready or gate.seconds is not None)

    def _sentence(self, stepping: Stepping) -> str:
        words = self._window.look.words
        if stepping.deadlock is not None:
            return ring(stepping.deadlock, words)
        if stepping.phase == "over":
            return words("step.over", steps=len(stepping.schedule))
        return words("step.choose", steps=len(stepping.schedule))
