"""Builds executables, for the test and the benchmark of ours."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SUFFIX = ".exe" if sys.platform == "win32" else ""
PROGRAM = Path("IPC Lab") / f"ipc-lab{SUFFIX}"


def build(folder: Path, *what: str) -> Path:
    """Build what PyInstaller is told, by default the program; gives the folder of the result.

    Raises CalledProcessError, with what PyInstaller printed, if it fails.
    """
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    command += ["--distpath", str(folder / "dist"), "--workpath", str(folder / "work")]
    subprocess.run([*command, *(what or [str(ROOT / "build.spec")])], cwd=folder, check=True)
    return folder / "dist"
