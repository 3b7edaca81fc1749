"""Lines are put together by process, and output beyond a limit is counted, not kept."""

import os
import random

from hypothesis import given
from hypothesis import strategies as st

from workers.messages import Printed, Stream
from workers.output import Chunk, Kept, Lines, open_channel


class Hand:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def chunk(data: bytes, pid: int = 1, stream: Stream = "stdout") -> Chunk:
    return Chunk(stream, pid, data)


def test_a_line_is_held_until_its_end_has_come() -> None:
    lines = Lines(Hand())
    assert list(lines.feed(chunk(b"half a "))) == []
    assert [p.text for p in lines.feed(chunk(b"line\nand "))] == ["half a line\n"]
    assert [p.text for p in lines.overdue(0.0)] == ["and "]
    assert list(lines.overdue(0.0)) == []


def test_the_beginning_of_a_line_is_shown_when_it_has_waited_long_enough() -> None:
    clock = Hand()
    lines = Lines(clock)
    list(lines.feed(chunk(b"Your name? ")))
    assert list(lines.overdue(0.1)) == []
    clock.now = 0.1
    assert [p.text for p in lines.overdue(0.1)] == ["Your name? "]


@given(st.lists(st.text(alphabet="ab漢\u00e9🐍 ", max_size=8), min_size=1, max_size=8), st.integers(0, 2**32))
def test_two_processes_writing_at_once_still_have_whole_lines(texts: list[str], seed: int) -> None:
    dice = random.Random(seed)
    lines = Lines(Hand())
    waiting = {pid: "".join(f"{pid} {text}\n" for text in texts).encode() for pid in (1, 2)}
    shown: dict[int, str] = {1: "", 2: ""}
    while any(waiting.values()):
        pid = dice.choice([pid for pid, rest in waiting.items() if rest])
        size = dice.randint(1, len(waiting[pid]))
        for printed in lines.feed(chunk(waiting[pid][:size], pid)):
            assert printed.text.endswith("\n")
            shown[printed.pid] += printed.text
        waiting[pid] = waiting[pid][size:]
    assert shown == {pid: "".join(f"{pid} {text}\n" for text in texts) for pid in (1, 2)}


def test_bytes_that_are_not_utf8_are_shown_as_escapes() -> None:
    assert [p.text for p in Lines(Hand()).feed(chunk(b"a\xff\n"))] == ["a\\xff\n"]


@given(st.lists(st.text("xyz", min_size=1, max_size=30), max_size=30), st.integers(2, 200))
def test_the_beginning_and_the_end_of_long_output_are_kept_and_the_middle_counted(texts: list[str], room: int) -> None:
    kept = Kept(room)
    at_once = "".join(p.text for text in texts for p in kept.admit(Printed(0.0, 1, "stdout", text)))
    at_the_end = "".join(p.text for p in kept.tail())
    whole = "".join(texts)
    assert len(at_once) + kept.skipped + len(at_the_end) == len(whole)
    assert whole.startswith(at_once)
    assert whole.endswith(at_the_end)
    assert len(at_once) + len(at_the_end) <= room
    assert kept.skipped == max(0, len(whole) - room)


def test_a_channel_says_who_wrote() -> None:
    channel = open_channel("stderr")
    os.write(channel.writer.fileno(), b"from here")
    assert channel.read() in (Chunk("stderr", os.getpid(), b"from here"), Chunk("stderr", 0, b"from here"))
    channel.writer.close()
    assert channel.read().data == b""
    channel.close()
