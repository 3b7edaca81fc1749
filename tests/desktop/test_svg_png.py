import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from desktop.export import Wanted, export, main
from desktop.paint.png import png
from desktop.paint.svg import svg
from desktop.scenes.shapes import Arrow, Box, Disc, Line, Polyline, Scene, Text
from desktop.scenes.type_widths import Estimate
from desktop.theme import PALETTES, THEMES
from tests.desktop.test_timeline import conversation
from workers import archive

LIGHT = PALETTES["light"]
EVERYTHING: Scene = (
    Box(10, 10, 60, 40, "process:1", "ink", 2, True, "a"),
    Line(0, 0, 100, 100, "muted", 1, True),
    Arrow(10, 90, 90, 90, "process:2", 2),
    Polyline(((0, 0), (5, 5), (9, 0)), "bad", 1, "bad"),
    Polyline(((0, 0), (5, 5)), "bad"),
    Disc(50, 50, 10, "good", "ink"),
    Text(50, 20, "鎖 <lock> & “key”\nsecond", "ink", "small_bold", "n"),
    Text(50, 70, "code", "ink", "code", "se"),
)


def size_of(data: bytes) -> tuple[int, int]:
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def pixels_of(data: bytes) -> set[bytes]:
    """The different pixels of an RGBA PNG that uses no filter but those that can be undone by hand."""
    width, height = size_of(data)
    body, at = b"", 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body += data[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    raw, stride = zlib.decompress(body), 4 * width
    before, found = bytearray(stride), set()
    for y in range(height):
        line = bytearray(raw[y * (stride + 1) + 1 : (y + 1) * (stride + 1)])
        unfilter(raw[y * (stride + 1)], line, before)
        found |= {bytes(line[i : i + 4]) for i in range(0, stride, 4)}
        before = line
    return found


def unfilter(kind: int, line: bytearray, above: bytearray) -> None:
    for i in range(len(line)):
        left, up = line[i - 4] if i >= 4 else 0, above[i]
        corner = above[i - 4] if i >= 4 else 0
        guess = left + up - corner
        paeth = min((left, up, corner), key=lambda one: abs(guess - one))
        line[i] = (line[i] + (0, left, up, (left + up) // 2, paeth)[kind]) & 0xFF


@pytest.mark.parametrize("theme", THEMES)
def test_an_svg_has_every_shape_in_the_colours_of_the_theme(theme: str) -> None:
    palette = PALETTES[theme]  # type: ignore[index]
    root = ElementTree.fromstring(svg(EVERYTHING, 200, 100, palette, "zh-Hant"))
    tags = [element.tag.rpartition("}")[2] for element in root.iter()]
    assert (tags.count("rect"), tags.count("circle"), tags.count("text"), tags.count("path")) == (2, 1, 3, 5)
    text = next(element for element in root.iter() if element.tag.endswith("text"))
    assert text.text == "鎖 <lock> & “key”"
    assert text.attrib["fill"] == palette.ink


def test_letters_that_xml_does_not_have_are_dots() -> None:
    root = ElementTree.fromstring(svg((Text(5, 5, "a\x1f\ud800\ufffe"),), 50, 50, LIGHT, "en"))
    assert [element.text for element in root.iter() if element.tag.endswith("text")] == ["a···"]


def test_an_svg_names_fonts_that_have_the_letters_of_its_language() -> None:
    scene = (Text(5, 5, "鎖"),)
    assert "Noto Sans CJK TC" in svg(scene, 50, 50, LIGHT, "zh-Hant")
    assert "Noto Sans CJK SC" in svg(scene, 50, 50, LIGHT, "zh-Hans")


@pytest.mark.parametrize("scale", [1.0, 2.0, 0.5])
def test_a_png_has_the_size_that_was_asked_for(scale: float) -> None:
    assert size_of(png(EVERYTHING, 200, 100, LIGHT, "en", scale=scale)) == (200 * scale, 100 * scale)


def test_a_png_is_filled_with_the_colours_of_its_shapes() -> None:
    found = pixels_of(png((Box(10, 10, 60, 40, "process:1"),), 80, 60, LIGHT, "en"))
    assert found == {b"\xff\xff\xff\xff", bytes.fromhex("e69f00ff")}


@pytest.mark.skipif(shutil.which("fc-list") is None, reason="no fontconfig to ask which fonts there are")
def test_chinese_letters_are_drawn_and_not_boxes() -> None:
    listed = subprocess.run(["fc-list", ":lang=zh-tw", "family"], capture_output=True, text=True, check=True)
    if not listed.stdout.strip():
        pytest.skip("no Chinese font")
    one, other = (png((Text(30, 20, letter, style="bold"),), 60, 40, LIGHT, "zh-Hant") for letter in "鎖隊")
    assert one != other


def test_estimated_widths_grow_with_the_text_and_chinese_is_as_wide_as_high() -> None:
    measure = Estimate()
    assert measure("鎖鎖", "text")[0] == 28
    assert measure("mmm", "small")[0] > measure("iii", "small")[0]
    assert Estimate(2.0)("abc", "text")[0] == 2 * measure("abc", "text")[0]


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "run.ipclab"
    with archive.Writer(path, archive.opening(Path("script.py"), "pass\n")) as writer:
        writer.add_events(conversation().events)
    return path


@pytest.mark.parametrize("kind", ["timeline", "picture"])
def test_a_recording_becomes_a_picture_in_a_file(recording: Path, kind: str) -> None:
    for ending in (".svg", ".png"):
        target = recording.with_suffix(ending)
        export(recording, target, Wanted(kind=kind, width=800, height=400, language="zh-Hant"))  # type: ignore[arg-type]
        data = target.read_bytes()
        if ending == ".png":
            assert size_of(data) == (800, 400)
        else:
            assert "主行程" in data.decode()


def test_a_timeline_is_as_high_as_its_lanes_need(recording: Path) -> None:
    export(recording, recording.with_suffix(".png"))
    assert size_of(recording.with_suffix(".png").read_bytes())[1] < 400


def test_what_cannot_be_exported_is_said_in_one_line(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(recording), "--to", str(recording.parent / "no" / "x.svg")]) == 2
    assert main([str(recording.parent / "nothing"), "--to", str(recording.with_suffix(".svg"))]) == 2
    assert main([str(recording), "--to", str(recording.with_suffix(".pdf"))]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 3
    assert not recording.with_suffix(".svg").exists()


def test_export_needs_no_display_and_no_tkinter(recording: Path) -> None:
    target = recording.with_suffix(".svg")
    code = (
        "import sys; from desktop.export import main; "
        f"main([{str(recording)!r}, '--to', {str(target)!r}]); sys.exit('tkinter' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False).returncode == 0
    assert target.exists()
