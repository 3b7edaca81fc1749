import pytest

from desktop.playback import SLOWNESSES, Playback
from desktop.stage import Stage
from tests.desktop.stories import US, Story

SECOND = 10**9


def test_time_passes_as_many_times_slower_as_it_is_set() -> None:
    playback = Playback(slowness=100)
    playback.toggle(0, SECOND)
    assert playback.advance(0.5, 0, SECOND)
    assert playback.moment == 5_000_000


def test_it_stops_at_the_end_and_begins_anew_when_played_again() -> None:
    playback = Playback(slowness=1)
    playback.toggle(0, SECOND)
    playback.advance(2, 0, SECOND)
    assert (playback.moment, playback.playing) == (SECOND, False)
    playback.toggle(0, SECOND)
    assert (playback.moment, playback.playing) == (0, True)


def test_a_loop_comes_back_to_its_beginning() -> None:
    playback = Playback(slowness=1, loop=(100, 200))
    playback.toggle(0, SECOND)
    assert playback.moment == 100
    playback.advance(130e-9, 0, SECOND)
    assert 100 <= playback.moment < 200
    assert playback.playing


def test_following_is_always_at_the_end_until_a_person_takes_over() -> None:
    playback = Playback()
    playback.follow(10)
    assert playback.advance(0, 0, 50)
    assert playback.moment == 50
    playback.to(20, 0, 50)
    assert not playback.advance(0, 0, 90)
    assert playback.moment == 20


def test_nothing_moves_while_it_is_paused() -> None:
    playback = Playback(moment=7)
    assert not playback.advance(1.0, 0, SECOND)
    assert playback.moment == 7


@pytest.mark.parametrize(("length", "slowness"), [(60 * SECOND, 1), (SECOND, 20), (SECOND // 50, 1000), (1, 1000)])
def test_a_speed_is_chosen_at_which_the_run_can_be_watched(length: int, slowness: int) -> None:
    playback = Playback()
    playback.suit(0, length)
    assert playback.slowness == slowness


def test_speeds_go_from_real_time_to_a_thousand_times_slower() -> None:
    playback = Playback(slowness=1)
    playback.slower(-1)
    assert playback.slowness == SLOWNESSES[0] == 1
    playback.slower(100)
    assert playback.slowness == SLOWNESSES[-1] == 1000


def staged() -> Stage:
    story = Story()
    story.process(0)
    story.process(1, 20)
    story.does(0, "Process.join", 100, 900, target=1)
    story.does(1, "print", 400, 500)
    stage = Stage()
    stage.show(story.recording, live=False)
    return stage


def test_stepping_goes_from_event_to_event() -> None:
    stage = staged()
    stage.to(100 * US)
    stage.step(1)
    assert stage.playback.moment == 400 * US
    stage.step(1)
    assert stage.playback.moment == 500 * US
    stage.step(-1)
    assert stage.playback.moment == 400 * US


def test_the_timeline_turns_its_page_when_the_moment_leaves_it() -> None:
    stage = staged()
    stage.part = (100 * US, 200 * US)
    stage.to(700 * US)
    assert stage.part is not None
    assert stage.part[0] <= 700 * US <= stage.part[1]
    assert stage.part[1] - stage.part[0] == 100 * US


def test_a_run_begins_where_something_happens_first() -> None:
    story = Story()
    story.process(0)
    story.does(0, "print", 50_000, 50_010)
    story.does(0, "print", 60_000, 60_010)
    stage = Stage()
    stage.show(story.recording, live=False)
    begin, end = stage.whole
    assert 49_000 * US < begin <= 50_000 * US
    assert 60_010 * US <= end < 61_000 * US
