"""How this program starts its own other processes, from source and as an executable.

A frozen program is one file that plays every role, so a role is its first argument there; from source each role
is a module. `desktop.__main__` asks `play` to take over when it finds a role.
"""

import importlib
import os
import shlex
import sys
from pathlib import Path
from typing import Literal

Role = Literal["supervisor", "explorer", "host", "zygote"]
FLAG = "--ipc-lab-role"
ROOT = Path(__file__).parent.parent


def frozen() -> bool:
    """Whether this is the packaged executable."""
    return bool(getattr(sys, "frozen", False))


def command(role: Role, *arguments: str) -> list[str]:
    """The command line that starts a role. The supervisor's and the explorer's must be started in `ROOT`."""
    if frozen():
        return [sys.executable, FLAG, role, *arguments]
    if role in ("supervisor", "explorer"):
        return [sys.executable, "-m", f"workers.{role}", *arguments]
    return [sys.executable, str(Path(__file__).with_name(f"{role}.py")), *arguments]


def picture_command(recording: Path, target: Path) -> list[str]:
    """The command line by which the window's side draws a recording. To be started in `ROOT`."""
    program = [sys.executable] if frozen() else [sys.executable, "-m", "desktop"]
    return [*program, "export", str(recording.absolute()), "--to", str(target.absolute())]


def terminal_command() -> str:
    """What to type, in the folder that one is in, to see the experiments without a window."""
    try:
        program = shlex.quote(os.path.relpath(sys.executable))
    except ValueError:  # it is on another drive of a Windows machine
        program = f'"{sys.executable}"'
    return f"{program} list" if frozen() else f"{program} -m workers list"


def play(arguments: list[str]) -> None:
    """Be the role that a command line names, in the frozen program. `arguments` is what follows the flag."""
    role, *rest = arguments
    # Each role imports only what it needs: a host must stay as close to a bare interpreter as it can.
    importlib.import_module(f"workers.{role}").main(rest)
