import math
from itertools import pairwise

import pytest

from desktop.scenes.axis import Window, shifted, tick_label, zoomed
from desktop.scenes.shapes import Arrow, Box, Polyline, Scene, Text
from desktop.scenes.strokes import Stroke, comb, strokes
from desktop.scenes.timeline import Drawn, View, timeline
from desktop.scenes.tips import line_of, tip
from desktop.scenes.type_widths import Estimate
from desktop.stage import Room, Stage
from desktop.words import LANGUAGES, Words
from tests.desktop.recorded import recording_of
from tests.desktop.stories import US, Story, long_story

MEASURE, WORDS = Estimate(), Words("en")


def drawn(story: Story, start: int, end: int, *, height: float = 300, moment: int = 0, hood: bool = False) -> Drawn:
    view = View(start * US, end * US, moment * US, 800, height, hood=hood)
    return timeline(story.recording, view, MEASURE, WORDS)


def texts(scene: Scene) -> list[str]:
    return [shape.text for shape in scene if isinstance(shape, Text)]


def box_of(scene: Scene, identity: str) -> Box:
    (box,) = [shape for shape in scene if isinstance(shape, Box) and shape.id == identity]
    return box


def conversation() -> Story:
    story = Story()
    story.process(0)
    story.process(1, 50)
    _, left, right = story.pipe()
    story.does(0, "Connection.send", 100, 200, thing=left, value="'hello'", line=7)
    story.does(1, "Connection.recv", 100, 400, thing=right, value="'hello'", line=12)
    story.does(0, "Process.join", 300, 900, target=1, line=9)
    story.ends(1, 800)
    return story


def test_bars_lie_where_their_times_are() -> None:
    found = drawn(conversation(), 0, 1000)
    sent, received = box_of(found.scene, "op:0"), box_of(found.scene, "op:1")
    assert sent.left == pytest.approx(found.window.x(100 * US))
    assert sent.right == pytest.approx(found.window.x(200 * US), abs=1)
    assert received.right == pytest.approx(found.window.x(400 * US), abs=1)
    assert received.top > sent.bottom


def test_a_bar_of_waiting_is_hollow_and_broken_and_one_of_work_is_filled() -> None:
    found = drawn(conversation(), 0, 1000)
    assert box_of(found.scene, "op:0").fill == "process:0"
    waiting = box_of(found.scene, "op:1")
    assert (waiting.fill, waiting.dash) == ("surface", True)


def test_bars_say_what_they_are_where_they_fit() -> None:
    written = texts(drawn(conversation(), 0, 700).scene)
    assert "send 'hello'" in written
    assert "wait for Process-1" in written
    assert "main" in written


def test_a_label_never_reaches_beyond_its_bar() -> None:
    found = drawn(conversation(), 0, 8000)
    boxes = {shape.id: shape for shape in found.scene if isinstance(shape, Box) and shape.id.startswith("op:")}
    labels = [shape for shape in found.scene if isinstance(shape, Text) and shape.id.startswith("op:")]
    assert all(MEASURE(t.text, t.style)[0] <= boxes[t.id].right - boxes[t.id].left for t in labels)


def test_an_arrow_leads_from_a_send_to_its_receive() -> None:
    found = drawn(conversation(), 0, 1000)
    (arrow,) = [shape for shape in found.scene if isinstance(shape, Arrow)]
    assert arrow.x1 == pytest.approx(found.window.x(100 * US))
    assert arrow.x2 == pytest.approx(found.window.x(400 * US))
    assert arrow.y1 < arrow.y2


def test_who_holds_a_lock_has_a_strip_below_its_bar() -> None:
    story = Story()
    story.process(0)
    lock = story.thing("Lock", "lock", detail="1/1")
    story.does(0, "Lock.acquire", 100, 110, thing=lock)
    story.does(0, "Lock.release", 600, 610, thing=lock)
    found = drawn(story, 0, 1000)
    (strip,) = [s for s in found.scene if isinstance(s, Polyline) and s.id == "hold:0"]
    xs = [x for x, _ in strip.points]
    assert min(xs) == pytest.approx(found.window.x(110 * US))
    assert max(xs) == pytest.approx(found.window.x(600 * US))


def test_the_scrubber_is_at_its_moment_and_only_while_that_is_in_sight() -> None:
    seen = [s for s in drawn(conversation(), 0, 1000, moment=500).scene if s.id == "scrubber"]
    assert len(seen) == 2
    assert not [s for s in drawn(conversation(), 0, 400, moment=500).scene if s.id == "scrubber"]


@pytest.mark.parametrize("processes", [2, 12, 100, 500])
@pytest.mark.parametrize("piece", [1.0, 0.01])
def test_there_are_never_more_than_a_few_thousand_shapes(processes: int, piece: float) -> None:
    recording = recording_of(list(long_story(20_000, processes)))
    view = View(0, round(recording.end * piece), 0, 1900, 900)
    assert len(timeline(recording, view, MEASURE, WORDS).scene) < 3000


def test_every_operation_counts_in_some_bar_however_dense_they_stand() -> None:
    recording = recording_of(list(long_story(8_000, 2)))
    track = recording.processes[1].tracks[0, 0]
    for steps in (40, 400, 100_000):
        found = strokes(recording, track, Window(0, recording.end, 0, 1000), 14, steps)
        assert sum(stroke.many for stroke in (*found.wide, *found.busy, *found.waiting)) == len(track)


def test_bars_of_a_row_do_not_overlap() -> None:
    recording = recording_of(list(long_story(8_000, 2)))
    for start, end in ((0, recording.end), (recording.end // 3, recording.end // 3 + 4_000_000)):
        track = recording.processes[1].tracks[0, 0]
        found = strokes(recording, track, Window(start, end, 0, 1000), 14, 400)
        for teeth in (found.wide, found.busy, found.waiting):
            assert all(a.right <= b.left + 1 for a, b in pairwise(teeth))


def test_a_comb_is_one_closed_area_with_a_tooth_for_each_bar() -> None:
    points = comb([Stroke(0, 4, 0, 1), Stroke(9, 12, 1, 1)], 50, 6)
    area = 0.5 * math.fsum(
        x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(points, (*points[1:], points[0]), strict=True)
    )
    assert abs(area) == pytest.approx((4 + 3) * 12)


def test_lanes_fold_to_strips_when_there_are_many() -> None:
    story = Story()
    for number in range(101):
        story.process(number, number)
    found = drawn(story, 0, 1000, height=300)
    assert sum(lane.strip for lane in found.lanes) == 100
    assert not found.lanes[0].strip
    assert found.needed < 340


def test_lanes_do_not_overlap_under_the_hood_either() -> None:
    story = conversation()
    story.does(0, "Lock.acquire", 120, 130, depth=1)
    story.does(1, "Lock.acquire", 120, 130, depth=2)
    found = drawn(story, 0, 1000, hood=True)
    assert [len(lane.rows) for lane in found.lanes] == [2, 2]
    assert all(a.bottom <= b.top for a, b in pairwise(found.lanes))


def test_zooming_keeps_the_time_below_the_pointer_and_stays_within_the_run() -> None:
    start, end = zoomed(0, 1000_000, 250_000, 0.5, (0, 1000_000))
    assert (250_000 - start) / (end - start) == pytest.approx(0.25)
    assert zoomed(start, end, 250_000, 10, (0, 1000_000)) == (0, 1000_000)
    assert shifted(-50, 100, (0, 1000)) == (0, 100)
    assert shifted(990, 100, (0, 1000)) == (900, 1000)


def test_zooming_ends_where_clocks_are_not_sharp_any_more() -> None:
    start, end = 0, 1_000_000
    for _ in range(100):
        start, end = zoomed(start, end, 500_000, 0.5, (0, 1_000_000))
    assert end - start == 2_000


@pytest.mark.parametrize(
    ("time", "step", "text"),
    [(0, 10**7, "0 ms"), (2 * 10**9, 10**9, "2 s"), (1_500_000, 500_000, "1500 µs"), (20_000_000, 5_000_000, "20 ms")],
)
def test_times_on_the_axis_are_in_the_unit_of_their_step(time: int, step: int, text: str) -> None:
    assert tick_label(time, step) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shape_says_what_it_is_in_each_language(language: str) -> None:
    recording = conversation().recording
    words = Words(language)  # type: ignore[arg-type]
    said = tip(recording, "op:0", 0, words)
    assert "'hello'" in said
    assert "Connection.send" in said
    assert tip(recording, "process:1", 150 * US, words).startswith("Process-1")
    assert tip(recording, "scrubber", 0, words) == ""


def test_a_shape_knows_its_line() -> None:
    recording = conversation().recording
    assert line_of(recording, "op:1") == 12
    assert line_of(recording, "process:1") == 0
    assert line_of(recording, "op:999") == 0


def test_the_pointer_finds_operations_that_are_too_narrow_to_be_shapes() -> None:
    recording = recording_of(list(long_story(4_000, 3)))
    stage = Stage()
    stage.show(recording, live=False)
    stage.kind = "timeline"
    stage.draw(Room(1000, 300), MEASURE, WORDS)
    lanes = {lane.process.number: lane for lane in stage.lanes}
    assert stage.identity_at(600, lanes[1].middle).startswith("op:")
    row = int(stage.identity_at(600, lanes[1].middle).partition(":")[2])
    assert recording.process[row] == 1
    assert stage.identity_at(600, 10_000) == ""
