from itertools import combinations, pairwise

import pytest

from desktop.recording import Recording
from desktop.scenes.picture import picture
from desktop.scenes.places import Place, Places, places
from desktop.scenes.shapes import Arrow, Box, Disc, Scene, Text
from desktop.scenes.type_widths import Estimate
from desktop.theme import PALETTES, THEMES, colour
from desktop.words import Words
from desktop.world import world_at
from tests.desktop.stories import US, Story
from tests.desktop.test_world import lock_story, opposite_locks
from workers.lens.events import Role

MEASURE, WORDS = Estimate(), Words("en")


def seen(recording: Recording, at: int, *, journey: int = 100, width: float = 660, height: float = 310) -> Scene:
    found = places(recording, width, height, 1.0)
    world = world_at(recording, at * US)
    return picture(recording, world, found, MEASURE, WORDS, journey=journey * US)


def texts(scene: Scene) -> list[str]:
    return [shape.text for shape in scene if isinstance(shape, Text)]


def crowd(children: int) -> Story:
    story = Story()
    for number in range(children + 1):
        story.process(number, number)
    shared = story.thing("Lock", "lock", detail="1/1")
    for number in range(1, children + 1):
        story.does(number, "Lock.acquire", 1000, 2000, thing=shared)
    return story


@pytest.mark.parametrize("children", [0, 1, 2, 6, 7, 12, 13, 100, 500])
@pytest.mark.parametrize("size", [(640, 230), (660, 310), (1240, 560), (1800, 900)])
def test_rooms_and_things_have_places_of_their_own_in_the_room_there_is(children: int, size: tuple[int, int]) -> None:
    found = places(crowd(children).recording, *size, 1.0)
    everything = [*found.rooms.values(), *found.things.values()]
    assert len(found.rooms) == children + 1
    for place in everything:
        assert 0 <= place.left < place.right <= size[0] + 0.01
        assert 0 <= place.top < place.bottom <= size[1] + 0.01
    some = everything if len(everything) < 40 else [*everything[:20], *everything[-20:]]
    assert not [(a, b) for a, b in combinations(some, 2) if overlap(a, b)]


def overlap(one: Place, other: Place) -> bool:
    return (
        min(one.right, other.right) - max(one.left, other.left) > 0.01
        and min(one.bottom, other.bottom) - max(one.top, other.top) > 0.01
    )


def test_many_things_fold_into_two_columns_and_the_rest_is_counted() -> None:
    story = crowd(2)
    for number in range(40):
        story.thing("Lock", f"fork {number}", detail="1/1")
    found = places(story.recording, 660, 310, 1.0)
    assert found.untold > 0
    assert found.untold + len(found.things) == 41
    assert not [(a, b) for a, b in combinations(found.things.values(), 2) if overlap(a, b)]


def test_places_do_not_depend_on_the_moment() -> None:
    recording = lock_story().recording
    boxes = [
        {s.id: s[:4] for s in seen(recording, at) if isinstance(s, Box) and s.id.startswith(("process:", "thing:"))}
        for at in (100, 600, 900)
    ]
    common = set(boxes[0]) & set(boxes[1]) & set(boxes[2])
    assert {"process:1", "process:2", "process:3"} <= common
    found: Places = places(recording, 660, 310, 1.0)
    for number in (1, 2, 3):
        assert len({found.rooms[number]}) == 1


def test_the_same_moment_is_always_the_same_picture() -> None:
    recording = lock_story().recording
    assert seen(recording, 100) == seen(recording, 100)


def test_chips_stand_at_a_lock_for_its_holder_and_for_those_who_wait() -> None:
    scene = seen(lock_story().recording, 300)
    chips = {shape.id: shape for shape in scene if isinstance(shape, Disc) and shape.id.startswith("process:")}
    assert set(chips) == {"process:1", "process:2", "process:3"}
    assert chips["process:1"].x < chips["process:3"].x < chips["process:2"].x


def test_who_has_just_come_to_a_lock_is_still_on_the_way_to_its_place() -> None:
    def x(at: int) -> float:
        (chip,) = [s for s in seen(lock_story().recording, at) if isinstance(s, Disc) and s.id == "process:2"]
        return chip.x

    assert x(40) > x(80) > x(400) == x(450)


def message_story() -> Story:
    story = Story()
    story.process(0)
    story.process(1)
    _, left, right = story.pipe()
    story.does(0, "Connection.send", 100, 110, thing=left, value="'hello'")
    story.does(1, "Connection.recv", 50, 400, thing=right, value="'hello'")
    return story


def test_a_message_travels_along_its_pipe_and_waits_at_its_end() -> None:
    recording = message_story().recording

    def x(at: int) -> float | None:
        return next((s.right for s in seen(recording, at) if isinstance(s, Box) and s.id == "op:0"), None)

    positions = [x(at) for at in (105, 130, 160, 190, 210, 300)]
    assert all(a is not None and b is not None and a <= b for a, b in pairwise(positions))
    assert positions[4] == positions[5]
    assert x(90) is None
    assert x(401) is None
    assert "'hello'" in texts(seen(recording, 200))


def test_a_call_goes_to_the_server_and_comes_back() -> None:
    story = Story()
    story.process(0)
    story.process(1)
    story.process(2, role=Role.MANAGER_SERVER)
    shared = story.thing("managed dict", "shared")
    story.does(1, "dict.__getitem__", 100, 200, thing=shared, value="'left' → 4")
    recording = story.recording

    def token(at: int) -> tuple[float, str]:
        scene = seen(recording, at)
        (box,) = [s for s in scene if isinstance(s, Box) and s.id == "op:0"]
        (text,) = [s.text for s in scene if isinstance(s, Text) and s.id == "op:0"]
        return box.left, text

    going, there, back = token(110), token(150), token(190)
    assert going[0] > there[0] < back[0]
    assert (going[1], back[1]) == ("read", "4")


def test_a_deadlock_is_drawn_and_said() -> None:
    scene = seen(opposite_locks().recording, 24)
    assert not [s for s in scene if isinstance(s, Arrow) and s.colour == "bad"]
    story = opposite_locks()
    story.does(3, "print", 900, 901)
    scene = seen(story.recording, 800)
    assert len([s for s in scene if isinstance(s, Arrow) and s.colour == "bad"]) >= 4
    assert "Deadlock" in texts(scene)
    low = seen(story.recording, 800, height=180)
    assert {"1 → 2 → 1", "2 → 1 → 2"} & set(texts(low))
    larger = seen(story.recording, 800, width=1240, height=560)
    assert {"Deadlock", "Process-1 waits for Process-2"} <= set(texts(larger))


@pytest.mark.parametrize("children", [100, 500])
def test_a_crowd_is_a_grid_with_counts_and_few_lines(children: int) -> None:
    scene = seen(crowd(children).recording, 1500)
    assert f"{children} processes" in texts(scene)
    assert any(f"waiting {children}" in text for text in texts(scene))
    assert len(scene) < children + 120


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_role_of_the_picture_is_there(theme: str) -> None:
    palette = PALETTES[theme]  # type: ignore[index]
    for story, at in ((lock_story(), 300), (crowd(100), 1500), (message_story(), 200)):
        for shape in seen(story.recording, at):
            for role in (getattr(shape, name, "") for name in ("fill", "outline", "colour")):
                if role:
                    assert colour(palette, role).startswith("#")


def test_the_state_of_a_process_is_a_shape_and_not_only_a_colour() -> None:
    def sign(at: int) -> list[str]:
        scene = seen(lock_story().recording, at)
        return sorted(type(s).__name__ for s in scene if s.id == "" and getattr(s, "fill", "") == "process:2")

    assert sign(10) != sign(300)
