import os
from pathlib import Path

import pytest

from desktop.scripts import LARGEST, Drafts, Script, ScriptError, read_script


def word(path: Path) -> str:
    with pytest.raises(ScriptError) as caught:
        read_script(path)
    return caught.value.word


def test_a_script_is_read_as_python_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "script.py"
    path.write_bytes("# -*- coding: latin-1 -*-\r\nname = 'Zoë'\r\n".encode("latin-1"))
    assert read_script(path) == "# -*- coding: latin-1 -*-\nname = 'Zoë'\n"
    path.write_bytes(b"\xef\xbb\xbfx = 1\n")
    assert read_script(path) == "x = 1\n"


def test_what_cannot_be_shown_says_why(tmp_path: Path) -> None:
    assert word(tmp_path / "none.py") == "script.missing"
    assert word(tmp_path) == "script.folder"
    binary = tmp_path / "binary.py"
    binary.write_bytes(b"\x7fELF\0\0")
    assert word(binary) == "script.binary"
    binary.write_bytes(b"\xff\xfe\xfa no text")
    assert word(binary) == "script.binary"
    binary.write_bytes(b"# coding: no-such-coding\n")
    assert word(binary) == "script.binary"
    huge = tmp_path / "huge.py"
    huge.write_bytes(b"#" * (LARGEST + 1))
    assert word(huge) == "script.large"


@pytest.mark.skipif(not hasattr(os, "mkfifo") or not os.geteuid(), reason="root may read everything")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "secret.py"
    path.write_text("x = 1\n")
    path.chmod(0)
    assert word(path) == "script.unreadable"


def edit(drafts: Drafts, path: Path, text: str) -> Script:
    script = drafts.read(path, "")
    script.text = text
    drafts.write(script)
    return script


def test_an_edit_is_there_again_after_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "script.py"
    path.write_text("x = 1\n")
    edit(Drafts(tmp_path / "drafts"), path, "x = 2\n")
    script = Drafts(tmp_path / "drafts").read(path, "")
    assert (script.text, script.original, script.edited) == ("x = 2\n", "x = 1\n", True)
    assert path.read_text() == "x = 1\n"


def test_an_edit_that_is_taken_back_leaves_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "script.py"
    path.write_text("x = 1\n")
    drafts = Drafts(tmp_path / "drafts")
    edit(drafts, path, "x = 2\n")
    edit(drafts, path, "x = 1\n")
    assert list((tmp_path / "drafts").iterdir()) == []


def test_scripts_of_one_name_in_two_folders_keep_their_own_drafts(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "drafts")
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.py").write_text("original\n")
        edit(drafts, tmp_path / folder / "same.py", f"edited in {folder}\n")
    assert [drafts.read(tmp_path / f / "same.py", "").text for f in ("a", "b")] == ["edited in a\n", "edited in b\n"]
