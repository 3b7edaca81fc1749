import random

import pytest

from desktop.meaning import Effect, managed, meaning
from desktop.recording import NEVER, Recording
from desktop.texts import LONGEST, Texts
from desktop.timed import Timed
from tests.desktop.stories import US, Story, long_story
from workers.lens.events import Delivered, Outcome


def test_an_operation_told_twice_is_one_row_that_ends_later() -> None:
    story = Story()
    story.process(0)
    story.does(0, "Connection.recv", 10, None)
    first = story.recording
    assert first.op(0).ended is None
    later = Story()
    later.does(0, "Connection.recv", 10, 30, value="'x'", again=1)
    first.tell(later.events)
    assert len(first) == 1
    assert first.op(0).ended == 30 * US
    assert first.op(0).value == "'x'"
    assert first.op(0).outcome is Outcome.DONE


def test_what_is_over_does_not_begin_again() -> None:
    story = Story()
    story.process(0)
    story.does(0, "Connection.recv", 10, 30)
    late = Story()
    late.does(0, "Connection.recv", 10, None)
    recording = story.recording
    recording.tell(late.events)
    assert recording.op(0).ended == 30 * US


def test_rows_of_a_thread_are_in_the_order_of_time_however_they_arrive() -> None:
    story = Story()
    story.process(0)
    order = list(range(50))
    random.Random(1).shuffle(order)
    for i in order:
        story.does(0, "Lock.acquire", 10 * i, 10 * i + 5)
    track = story.recording.processes[0].tracks[0, 0]
    assert list(track.times) == sorted(track.times)
    assert [story.recording.began[row] for row in track.rows] == list(track.times)


def test_a_delivery_links_what_was_sent_to_what_was_received_also_before_both_are_known() -> None:
    story = Story()
    story.process(0)
    story.process(1)
    _, left, right = story.pipe()
    recording = story.recording
    recording.tell([Delivered(1, 2)])
    later = Story()
    later.does(0, "Connection.send", 1, 2, thing=left)
    later.does(1, "Connection.recv", 1, 5, thing=right)
    recording.tell(later.events)
    assert recording.peer[0] == 1
    assert recording.peer[1] == 0


def test_a_release_ends_the_hold_that_its_process_has() -> None:
    story = Story()
    story.process(0)
    lock = story.thing("Lock", "lock", detail="1/1")
    story.does(0, "Lock.acquire", 1, 2, thing=lock)
    story.does(0, "Lock.release", 8, 9, thing=lock)
    recording = story.recording
    assert recording.peer[0] == 1
    assert list(recording.processes[0].holds.rows) == [0]


def test_a_process_begins_when_its_parent_begins_to_start_it() -> None:
    story = Story()
    story.process(0)
    story.does(0, "Process.start", 100, 300, target=1)
    story.process(1, 250)
    process = story.recording.processes[1]
    assert (process.requested, process.started, process.born) == (100 * US, 250 * US, 100 * US)
    assert process.ended == NEVER


def test_a_row_costs_little_memory() -> None:
    import tracemalloc

    tracemalloc.start()
    try:
        recording = Recording()
        batch = []
        for event in long_story(20_000, 4):
            batch.append(event)
            if len(batch) == 500:
                recording.tell(batch)
                batch.clear()
        kept = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert len(recording) >= 19_000
    assert kept / len(recording) < 200


def test_texts_are_given_back_as_they_were_and_long_ones_cut() -> None:
    texts = Texts()
    kept = {text: texts.keep(text) for text in ("", "a", "繁體", "x" * 1000)}
    assert [texts.read(key) for key in kept.values()] == ["", "a", "繁體", "x" * LONGEST]
    assert texts.keep("a") == kept["a"]


def test_what_cannot_be_printed_is_a_dot() -> None:
    texts = Texts()
    assert texts.read(texts.keep("a\nb\x1f\u200b")) == "a·b··"


def test_a_cut_in_the_middle_of_a_character_leaves_it_out() -> None:
    texts = Texts()
    assert texts.read(texts.keep("鎖" * 100)) == "鎖" * (LONGEST // 3)


def test_timed_finds_by_bisection_and_keeps_the_order_of_equals() -> None:
    timed = Timed()
    for time, row in ((5, 1), (9, 2), (5, 3), (7, 4)):
        timed.add(time, row)
    assert list(timed.rows) == [1, 3, 4, 2]
    assert [timed.count(t) for t in (4, 5, 9)] == [0, 2, 4]
    assert timed.latest(8) == 4
    assert timed.latest(4) is None


@pytest.mark.parametrize(
    ("name", "effect", "waits"),
    [
        ("Connection.send", Effect.PUT, False),
        ("SimpleQueue.get", Effect.TAKE, True),
        ("RLock.acquire", Effect.ACQUIRE, True),
        ("Event.wait", Effect.AWAIT, True),
        ("dict.__getitem__", Effect.CALL, False),
        ("Account.deposit", Effect.CALL, False),
        ("Pool.apply", Effect.SUBMIT, True),
        ("Pool.task", Effect.TASK, False),
        ("Executor.task", Effect.TASK, False),
        ("Value.set", Effect.SHARE, False),
        ("print", Effect.NONE, False),
    ],
)
def test_operations_mean_what_their_names_say(name: str, effect: Effect, waits: bool) -> None:
    assert (meaning(name).effect, meaning(name).waits) == (effect, waits)


def test_calls_of_managed_objects_read_and_write() -> None:
    assert managed("__setitem__").verb == "write"
    assert managed("append").verb == "write"
    assert managed("keys").verb == "read"
    assert managed("anything").verb == "call"


def test_every_operation_that_the_lens_knows_has_a_meaning() -> None:
    from workers.lens.vocabulary import OPERATIONS

    unknown = [name for name in OPERATIONS if meaning(name).effect is Effect.CALL]
    assert unknown == []
