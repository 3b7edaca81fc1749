import pytest

from desktop.check import syntax_fault
from desktop.explain import explain
from desktop.words import LANGUAGES, Words
from tests.desktop.fakes import finished
from workers.messages import EndReason

TRACEBACK = """Traceback (most recent call last):
  File "/somewhere/script.py", line 12, in <module>
    main()
  File "/somewhere/script.py", line 7, in main
    work()
  File "/usr/lib/python3/multiprocessing/pool.py", line 774, in get
    raise self._value
{error}
"""


@pytest.mark.parametrize("error", ["ValueError: not good", "KeyboardInterrupt", "script.MyError: of my own"])
def test_an_exception_is_told_with_the_last_line_of_the_script_that_it_went_through(error: str) -> None:
    explanation = explain(finished(exit_code=1), TRACEBACK.format(error=error), "script.py")
    assert (explanation.word, explanation.places) == ("end.raised", {"error": error})
    assert (explanation.line, explanation.traceback, explanation.mood) == (7, True, "bad")


def test_a_script_that_asks_for_input_is_told_so() -> None:
    stderr = TRACEBACK.format(error="EOFError: EOF when reading a line")
    assert explain(finished(exit_code=1), stderr, "script.py").word == "end.input"


@pytest.mark.parametrize(
    ("reason", "exit_code", "stderr", "word"),
    [
        (EndReason.FINISHED, 0, "", "end.good"),
        (EndReason.FINISHED, 0, "a warning\n", "end.good"),
        (EndReason.FINISHED, 3, "", "end.exit_code"),
        (EndReason.FINISHED, -9, "", "end.killed"),
        (EndReason.STOPPED, None, "Traceback (most recent call last):\nKeyboardInterrupt\n", "end.stopped"),
        (EndReason.TOO_MANY_PROCESSES, None, "", "end.too_many_processes"),
        (EndReason.TOO_LONG, None, "", "end.too_long"),
        (EndReason.LOST, None, "", "end.lost"),
        (EndReason.NOT_STARTED, None, "", "end.not_started"),
    ],
)
def test_each_end_has_its_sentence_in_each_language(
    reason: EndReason, exit_code: int | None, stderr: str, word: str
) -> None:
    explanation = explain(finished(reason, exit_code), stderr, "script.py")
    assert explanation.word == word
    for language in LANGUAGES:
        assert Words(language)(explanation.word, **explanation.places)


def test_a_signal_is_called_by_its_name() -> None:
    assert explain(finished(exit_code=-9), "", "script.py").places == {"signal": "SIGKILL"}


def test_processes_that_outlive_their_script_are_mentioned() -> None:
    assert explain(finished(left_over=3), "", "script.py").places == {"count": 3}


@pytest.mark.parametrize(
    ("source", "line"),
    [("x = 1\nif x = 2:\n    pass\n", 2), ("def f(:\n", 1), ("x = (\n", 1), ("return 1\n", 1), ("x = '\0'\n", 1)],
)
def test_a_syntax_error_is_found_with_its_line_and_nothing_is_run(source: str, line: int) -> None:
    fault = syntax_fault("raise SystemExit\n" + source, "script.py")
    assert fault is not None
    assert fault.line in {line + 1, 1}
    assert fault.reason


def test_a_script_that_compiles_has_no_fault_and_warns_of_nothing() -> None:
    assert syntax_fault("x = '\\d'\nassert (x, 1)\n", "script.py") is None
