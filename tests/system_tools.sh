#!/bin/sh
# The tests need a virtual display, and PyInstaller needs objdump and Python's shared library. Installs what is missing
# where it may; elsewhere names it, and fails if the tests could show no window without it. Argument: the Python in use.
set -u
[ "$(uname)" = Linux ] || exit 0

# Prints the Debian package of Python's shared library, if this Python was made with one that is not there.
library='
import ctypes, sys, sysconfig
try:
    sysconfig.get_config_var("Py_ENABLE_SHARED") and ctypes.CDLL(sysconfig.get_config_var("INSTSONAME"))
except OSError:
    print("libpython3.%d" % sys.version_info[1])
'
missing=$("$1" -c "$library")
command -v objdump >/dev/null || missing="$missing binutils"
command -v Xvfb >/dev/null || missing="$missing xvfb"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086  # a list of packages
    apt-get update -q </dev/null && exec apt-get install -q -y --no-install-recommends $missing </dev/null
    exit 1
fi
echo "The tests also need: $missing. On Debian or Ubuntu: sudo apt install $missing" >&2
command -v Xvfb >/dev/null || [ -n "${DISPLAY:-}" ]
