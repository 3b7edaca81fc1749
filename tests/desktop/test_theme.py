import pytest

from desktop.theme import COLOUR_ROLES, PALETTES, PROCESS_COLOURS, Palette, colour, contrast


@pytest.fixture(params=PALETTES, ids=str)
def palette(request: pytest.FixtureRequest) -> Palette:
    return PALETTES[request.param]


@pytest.mark.parametrize(
    "text", ["ink", "muted", "accent", "keyword", "string", "number", "comment", "name", "bad", "good"]
)
@pytest.mark.parametrize("ground", ["surface", "background", "sunken"])
def test_text_can_be_read_on_every_ground(palette: Palette, text: str, ground: str) -> None:
    assert contrast(colour(palette, text), colour(palette, ground)) >= 4.5


@pytest.mark.parametrize(
    ("text", "ground"),
    [("on_accent", "accent"), ("accent", "soft"), ("ink", "selection"), ("ink", "bad_soft"), ("bad", "bad_soft")],
)
def test_text_can_be_read_on_its_own_ground(palette: Palette, text: str, ground: str) -> None:
    assert contrast(colour(palette, text), colour(palette, ground)) >= 4.5


def test_a_projector_gets_the_highest_contrast() -> None:
    palette = PALETTES["projector"]
    assert contrast(palette.ink, palette.surface) == pytest.approx(21)
    assert contrast(palette.muted, palette.surface) == pytest.approx(21)
    assert palette.border > PALETTES["light"].border


def test_every_colour_is_one_that_a_painter_can_use(palette: Palette) -> None:
    for role in COLOUR_ROLES:
        assert 1 <= contrast(colour(palette, role), "#ffffff") <= 21


def test_processes_take_their_colours_by_birth_round_and_round(palette: Palette) -> None:
    assert colour(palette, "process:0") == palette.main_process
    assert [colour(palette, f"process:{i}") for i in range(1, 8)] == list(PROCESS_COLOURS)
    assert colour(palette, "process:8") == PROCESS_COLOURS[0]


def test_a_role_that_does_not_exist_is_an_error(palette: Palette) -> None:
    with pytest.raises(LookupError):
        colour(palette, "border")
