import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop.markdown import Span
from desktop.wrapping import NOT_FIRST, NOT_LAST, wrapped, wrapped_text


def width(text: str) -> float:
    """Chinese characters are twice as wide as Latin ones."""
    return sum(1 if char < "\u2e80" else 2 for char in text)


def test_chinese_breaks_between_any_two_characters_and_not_after_a_word_only() -> None:
    assert wrapped_text("一二三 Manager 四五六七八", 17, width) == "一二三 Manager 四\n五六七八"


def test_a_line_does_not_begin_with_a_stop_nor_end_with_an_opening_bracket() -> None:
    assert wrapped_text("一二三。四", 6, width) == "一二\n三。四"
    assert wrapped_text("一二「三四」", 6, width) == "一二\n「三\n四」"


def test_english_breaks_at_blanks() -> None:
    assert wrapped_text("one two three", 8, width) == "one two\nthree"


def test_code_is_kept_whole() -> None:
    spans = [Span("x "), Span("shared[0] -= 1", "code"), Span(" y")]
    lines = wrapped(spans, 15, lambda text, _: width(text))
    assert ["".join(span.text for span in line).rstrip() for line in lines] == ["x", "shared[0] -= 1", "y"]


@given(st.text(alphabet="ab 一二", max_size=60), st.integers(4, 30))
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, room: int) -> None:
    lines = wrapped_text(text, room, width).split("\n")
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        # A word is not broken, so a long one may be wider than the room.
        assert width(line) <= room or re.fullmatch("[ab]+", line.strip())


@given(st.text(alphabet="a 一二，。「」()", max_size=60), st.integers(6, 30))
def test_signs_stay_with_what_they_belong_to(text: str, room: int) -> None:
    lines = wrapped_text(text, room, width).split("\n")
    assert "".join("".join(lines).split()) == "".join(text.split())
    for before, after in pairwise(filter(None, lines)):
        # Where blanks stand, a line may break whatever is beside them.
        blank_there = re.search(rf"{re.escape(before[-1])} +{re.escape(after[0])}", text)
        assert blank_there or after[0] not in NOT_FIRST
        assert blank_there or before[-1] not in NOT_LAST
