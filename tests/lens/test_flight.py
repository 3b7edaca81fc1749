"""The flight recorder and its tail: nothing is lost by a kill, what is lost is counted, and what lasts is seen."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lens.test_processes import script
from tests.lens.watching import STAND_IN, flight_folder, rest, until
from workers.lens import decode, pickled, vocabulary
from workers.lens.events import AnyEvent, Dropped, Operation, Outcome
from workers.lens.labels import names_by_line
from workers.lens.tail import Tail

MANY = """
    import os
    from multiprocessing import Pipe, Lock
    a, b = Pipe()
    for number in range({count}):
        a.send(number)
        b.recv()
    print("done", flush=True)
    lock = Lock()
    lock.acquire()
    {then}
"""


def start(path: Path, flights: Path, cap: int = 1 << 26) -> subprocess.Popen[str]:
    environment = {**os.environ, "LENS_CAP": str(cap)}
    command = [sys.executable, str(STAND_IN), str(flights), "-", str(path)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


@pytest.mark.parametrize("then", ["os.kill(os.getpid(), 9)", "os._exit(3)"])
def test_what_was_recorded_before_a_sudden_end_is_there_after_it(tmp_path: Path, then: str) -> None:
    with flight_folder() as flights:
        with start(script(tmp_path, MANY.format(count=3000, then=then)), flights) as process:
            process.communicate(timeout=60)
        events = rest(Tail(flights))
    names = [event.name for event in events if isinstance(event, Operation) and event.ended is not None]
    assert (names.count("Connection.send"), names.count("Connection.recv")) == (3000, 3000)
    assert names[-1] == "Lock.acquire"


def test_what_goes_beyond_the_cap_is_counted(tmp_path: Path) -> None:
    with flight_folder() as flights:
        with start(script(tmp_path, MANY.format(count=5000, then="")), flights, cap=100_000) as process:
            process.communicate(timeout=60)
        tail = Tail(flights)
        events = rest(tail)
        assert sum(path.stat().st_size for path in flights.iterdir()) <= 100_000
    told = sum(isinstance(event, Operation) and event.name.startswith("Connection") for event in events)
    (dropped,) = (event.operations for event in events if isinstance(event, Dropped))
    assert dropped == tail.close()
    assert 10_000 <= told + dropped <= 10_010  # and the print, the lock, and the ends that are closed


def test_an_operation_that_lasts_is_told_before_it_ends_and_keeps_its_number(tmp_path: Path) -> None:
    with flight_folder() as flights:
        path = script(tmp_path, MANY.format(count=1, then="lock.acquire()"))
        with start(path, flights) as process:
            tail, events = Tail(flights), list[AnyEvent]()

            def stuck() -> bool:
                events.extend(tail.read(0.05))
                return any(isinstance(one, Operation) and one.outcome is Outcome.PENDING for one in events)

            until(stuck)
            process.send_signal(signal.SIGINT)
            process.wait(timeout=20)
            events.extend(rest(tail))
    waiting, ended = (one for one in events if isinstance(one, Operation) and one.line == 11)
    assert (waiting.name, waiting.ended, ended.exception) == ("Lock.acquire", None, "KeyboardInterrupt")
    assert waiting.number == ended.number


def test_what_has_been_read_does_not_pile_up(tmp_path: Path) -> None:
    with flight_folder() as flights, start(script(tmp_path, MANY.format(count=60_000, then="")), flights) as process:
        tail, told, largest = Tail(flights), 0, 0
        while process.poll() is None:
            told += sum(isinstance(event, Operation) for event in tail.read(0.05))
            largest = max(largest, sum(path.stat().st_size for path in flights.iterdir()))
        while events := tail.read(0.05, everything=True):
            told += sum(isinstance(event, Operation) for event in events)
        left = sum(path.stat().st_size for path in flights.iterdir())
    assert told >= 120_000
    assert left < 2_500_000 < told * 46


def test_reading_heeds_its_budget(tmp_path: Path) -> None:
    with flight_folder() as flights:
        with start(script(tmp_path, MANY.format(count=40_000, then="")), flights) as process:
            process.communicate(timeout=60)
        tail = Tail(flights)
        began = time.monotonic()
        assert tail.read(0.0)
        assert time.monotonic() - began < 2.0  # it would take many times as long to read everything


@given(st.binary(max_size=300))
def test_no_bytes_upset_the_reader(data: bytes) -> None:
    records, length = decode.records(data)
    assert 0 <= length <= len(data)
    assert len(records) <= len(data) // vocabulary.DEFINITION.size
    decode.header(data)
    pickled.spell(data)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text() | st.binary(), st.lists, max_leaves=8))
def test_a_pickle_is_told_as_its_value_is_written(value: object) -> None:
    import pickle

    assert pickled.spell(pickle.dumps(value, 4), most=10_000) == repr(value)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("lock = Lock()", ["lock"]),
        ("a, b = Pipe()", ["a", "b"]),
        ("self.lock = Lock()", ["self.lock"]),
        ("forks = [Lock() for _ in range(5)]", ["forks[]"]),
        ("locks.append(Lock())", ["locks[]"]),
        ("with Manager() as m: pass", ["m"]),
        ("with Pool(2) as pool, Pool(3) as other: pass", ["pool", "other"]),
        ("x: Lock = Lock()", ["x"]),
        ("f(Lock())", []),
    ],
)
def test_objects_are_named_by_the_assignment_on_their_line(line: str, names: list[str]) -> None:
    assert names_by_line(line).get(1, []) == names
