import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.settings import ZOOMS, Settings, SettingsFile, next_zoom, write_atomically


def test_settings_come_back_as_they_were_kept(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "new folder" / "settings.json")
    file.change(language="zh-Hant", theme="dark", zoom=1.5, watch=False)
    assert SettingsFile(file.path).now == Settings(language="zh-Hant", theme="dark", zoom=1.5, watch=False)


@given(content=st.binary(max_size=200))
def test_a_damaged_file_is_survived(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.json"
    path.write_bytes(content)
    assert SettingsFile(path).now == Settings()


@pytest.mark.parametrize("value", [None, 1, "purple", [], {}, True])
@pytest.mark.parametrize("name", ["theme", "zoom", "start_method"])
def test_what_makes_no_sense_is_passed_over_and_the_rest_is_kept(tmp_path: Path, name: str, value: object) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"language": "en", name: value}))
    found = SettingsFile(path).now
    assert found.language == "en"
    assert getattr(found, name) == getattr(Settings(), name)


@pytest.mark.skipif(os.name != "posix", reason="a file in the place of a folder says it on every system, tested below")
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    write_atomically(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "\ud800")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_settings_that_cannot_be_kept_are_set_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file where a folder should be")
    file = SettingsFile(tmp_path / "folder" / "settings.json")
    with pytest.raises(OSError, match="folder"):
        file.change(theme="dark")
    assert file.now.theme == "dark"


def test_zoom_goes_in_steps_and_stays_within_its_ends() -> None:
    assert next_zoom(1.0, 1) == 1.1
    assert next_zoom(1.0, -1) == 0.9
    assert next_zoom(ZOOMS[-1], 1) == ZOOMS[-1]
    assert next_zoom(ZOOMS[0], -3) == ZOOMS[0]
