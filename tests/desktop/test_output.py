from hypothesis import given
from hypothesis import strategies as st

from desktop.output import LONGEST_LINE, Output, clean, shown
from workers.messages import Stream


def lines(output: Output) -> list[tuple[int, Stream, str]]:
    return [(output[i].pid, output[i].stream, output[i].text) for i in range(len(output))]


def test_lines_are_kept_with_their_writer() -> None:
    output = Output()
    output.add(1, "stdout", "one\ntwo\n")
    output.add(2, "stderr", "three\n")
    assert lines(output) == [(1, "stdout", "one"), (1, "stdout", "two"), (2, "stderr", "three")]


def test_a_line_that_comes_in_parts_is_one_line() -> None:
    output = Output()
    output.add(1, "stdout", "who ")
    assert not output[0].ended
    output.add(1, "stdout", "are you")
    output.add(1, "stdout", "? \nnext")
    assert lines(output) == [(1, "stdout", "who are you? "), (1, "stdout", "next")]
    assert output[0].ended
    assert not output[1].ended


def test_another_process_begins_a_line_of_its_own() -> None:
    output = Output()
    output.add(1, "stdout", "half")
    output.add(2, "stdout", "other\n")
    output.add(1, "stdout", " rest\n")
    assert [text for _, _, text in lines(output)] == ["half", "other", " rest"]


@given(st.lists(st.text(alphabet="ab\n", max_size=6), max_size=20))
def test_what_one_process_writes_is_the_same_in_whatever_parts_it_comes(parts: list[str]) -> None:
    output, whole = Output(), Output()
    for part in parts:
        output.add(1, "stdout", part)
    whole.add(1, "stdout", "".join(parts))
    assert lines(output) == lines(whole)


def test_a_progress_line_shows_its_newest_state() -> None:
    output = Output()
    for part in ("10 %\r", "50 %\r", "100 %\n"):
        output.add(1, "stdout", part)
    assert lines(output) == [(1, "stdout", "100 %")]


def test_colour_codes_go_and_control_characters_are_seen() -> None:
    assert clean("\x1b[31mred\x1b[0m") == "red"
    assert clean("\x1b]0;title\x07text") == "text"
    assert clean("nul\0 bell\a") == "nul\u2400 bell\u2407"
    assert clean("tab\tstays") == "tab\tstays"


def test_the_last_of_stderr_is_what_explanations_look_at() -> None:
    output = Output()
    output.add(1, "stderr", "".join(f"{i}\n" for i in range(1000)))
    output.add(1, "stdout", "not this\n")
    tail = output.stderr_tail().splitlines()
    assert (tail[0], tail[-1]) == ("600", "999")


def test_an_endless_line_is_cut_where_it_is_shown() -> None:
    assert len(shown("x" * 1_000_000)) < LONGEST_LINE + 20
