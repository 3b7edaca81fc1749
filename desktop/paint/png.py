"""Paints a scene as a PNG: its SVG, drawn by resvg, so that the two are the same picture."""

from desktop.paint.svg import svg
from desktop.scenes.shapes import Scene
from desktop.theme import Palette
from desktop.words import Language


def png(
    scene: Scene,
    width: float,
    height: float,
    palette: Palette,
    language: Language,
    *,
    zoom: float = 1.0,
    margin: float = 0.0,
    scale: float = 1.0,
) -> bytes:
    """A scene as the bytes of a PNG, `scale` pixels for each of the scene's; its texts in the system's fonts."""
    import resvg_py  # noqa: PLC0415  (only who saves a PNG waits for it to be loaded)

    text = svg(scene, width, height, palette, language, zoom=zoom, margin=margin)
    return bytes(resvg_py.svg_to_bytes(svg_string=text, zoom=scale, languages=[language]))
