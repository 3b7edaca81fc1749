"""The version information that Windows shows in an executable's properties."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PyInstaller.utils.win32.versioninfo import VSVersionInfo


def version_information(name: str, version: str) -> "VSVersionInfo":
    """PyInstaller's form of it. `version` is three numbers with dots. Only on Windows: needs pefile."""
    from PyInstaller.utils.win32 import versioninfo as v  # noqa: PLC0415

    numbers = (*(int(number) for number in version.split(".")), 0)
    strings = {
        "CompanyName": "IPC Lab contributors",
        "FileDescription": name,
        "FileVersion": version,
        "InternalName": "ipc-lab",
        "LegalCopyright": "MIT License",
        "OriginalFilename": "ipc-lab.exe",
        "ProductName": name,
        "ProductVersion": version,
    }
    english, unicode_codepage = 0x0409, 0x04B0
    return v.VSVersionInfo(
        ffi=v.FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[
            v.StringFileInfo([v.StringTable("040904B0", [v.StringStruct(*pair) for pair in strings.items()])]),
            v.VarFileInfo([v.VarStruct("Translation", [english, unicode_codepage])]),
        ],
    )
