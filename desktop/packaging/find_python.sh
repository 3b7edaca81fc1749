#!/bin/sh
# Prints the first of the given Pythons that can run IPC Lab: 3.11 or newer, with tkinter, and able to make a virtual
# environment. If there is none, says on stderr what to install, and fails.
set -u

# Prints the Debian packages that a Python of the right version lacks; fails for any other Python.
probe='
import sys
if sys.version_info < (3, 11):
    sys.exit(1)
lacks = []
for module, package in (("tkinter", "python3-tk"), ("ensurepip", "python3-venv")):
    try:
        __import__(module)
    except ImportError:
        lacks.append(package)
print(*lacks)
'

incomplete=
for python in "$@"; do
    # A version manager leaves commands that exist and do not run: hence a trial, not `command -v`.
    lacks=$("$python" -c "$probe" 2>/dev/null) || continue
    if [ -z "$lacks" ]; then
        echo "$python"
        exit
    fi
    if [ -z "$incomplete" ]; then
        incomplete=$python
        packages=$lacks
    fi
done

if [ -n "$incomplete" ]; then
    echo "$incomplete was installed without parts that IPC Lab needs. On Debian or Ubuntu: sudo apt install $packages" >&2
else
    echo "IPC Lab needs Python 3.11 or newer. On Debian or Ubuntu: sudo apt install python3 python3-tk python3-venv" >&2
fi
exit 1
