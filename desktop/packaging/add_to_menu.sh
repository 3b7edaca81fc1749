#!/bin/sh
# Puts IPC Lab into the menu of a Linux desktop, for this user. Run it again after moving the folder; to take it out,
# delete the file that it names.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
entry=${XDG_DATA_HOME:-$HOME/.local/share}/applications/ipc-lab.desktop
# Inside the quotes of an Exec line these characters want a backslash, and each backslash must be written twice.
command=$(printf '%s' "$here/ipc-lab" | sed 's/\\/\\\\\\\\/g; s/["`$]/\\\\&/g; s/%/%%/g')

mkdir -p "$(dirname "$entry")"
cat >"$entry" <<END
[Desktop Entry]
Type=Application
Name=IPC Lab
GenericName=Inter-process communication lab
GenericName[zh_TW]=行程間通訊實驗室
GenericName[zh_CN]=进程间通信实验室
Comment=Watch real Python processes talk to each other
Comment[zh_TW]=觀看真實的 Python 行程如何互相通訊
Comment[zh_CN]=观看真实的 Python 进程如何互相通信
Exec="$command"
Icon=$here/ipc-lab.png
Categories=Education;Development;
StartupWMClass=Ipc-lab
Terminal=false
END
echo "Added $entry"
