"""Recordings: written while a run goes on, read back whole or as far as they go, exported, and never trusted."""

import csv
import io
import json
import pickle
import zlib
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lens.test_processes import script
from tests.lens.watching import watch
from workers import archive
from workers.lens.events import AnyEvent, Delivered, Operation, Outcome, ProcessStarted, Role
from workers.messages import EndReason, Finished, Printed, Watched

STARTED = ProcessStarted(0, 0, 4711, None, "MainProcess", Role.MAIN, "fork")
SENT = Operation(1, 0, 0, "Connection.send", 1000, 2000, Outcome.DONE, object=1, line=7, size=5, value="=1+1")
RECEIVED = Operation(2, 0, 0, "Connection.recv", 1500, 2500, Outcome.DONE, object=2, line=8, size=5, value="1")
WAITING = Operation(3, 0, 0, "Lock.acquire", 3000, None, Outcome.PENDING, object=3)
EVENTS: tuple[AnyEvent, ...] = (STARTED, SENT, RECEIVED, Delivered(1, 2), WAITING)
FINISHED = Finished(EndReason.FINISHED, 0, 0.5, 0.6, {"one": 1.0})
PRINTED = Printed(0.1, 4711, "stdout", "hello\n")
OPENING = archive.opening(Path("script.py"), "print()\n", constants={"N": 5, "NAME": "x"}, start_method="fork")


def encoded(events: tuple[AnyEvent, ...]) -> Watched:
    return Watched(tuple(msgspec.Raw(msgspec.msgpack.encode(event)) for event in events))


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "run.ipclab"
    with archive.Writer(path, OPENING) as writer:
        for message in (encoded(EVENTS), PRINTED, FINISHED):
            writer.add(message)
    return path


def test_what_is_written_is_read_back(recording: Path) -> None:
    read = archive.read(recording)
    assert read == archive.Recording(OPENING, EVENTS, (PRINTED,), FINISHED)


def test_a_recording_that_is_being_written_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "run.ipclab"
    with archive.Writer(path, OPENING) as writer:
        writer.add_events(EVENTS)
        assert archive.read(path) == archive.Recording(OPENING, EVENTS, (), None)


def test_cut_anywhere_it_is_read_as_far_as_it_goes_or_refused(recording: Path, tmp_path: Path) -> None:
    whole = recording.read_bytes()
    cut = tmp_path / "cut"
    kept = []
    for length in range(len(whole)):
        cut.write_bytes(whole[:length])
        try:
            kept.append(len(archive.read(cut).events))
        except archive.RecordingError:
            kept.append(0)
    assert kept[0] == 0
    assert kept[-1] == len(EVENTS)
    assert all(fewer <= more for fewer, more in pairwise(kept))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_recording_is_never_taken_for_another(recording: Path, tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(recording.read_bytes())
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    damaged = tmp_path / "damaged"
    damaged.write_bytes(whole)
    try:
        read = archive.read(damaged)
    except archive.RecordingError:
        return
    assert read.events in (EVENTS, ())


def frames(*values: bytes, compressed: int = 0) -> bytes:
    start = archive.MAGIC + archive._START.pack(archive.VERSION)
    return start + b"".join(archive._FRAME.pack(len(one), zlib.crc32(one), compressed) + one for one in values)


REFUSED = {
    "empty": (b"", "is not a recording"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "is not a recording"),
    "a pickle": (pickle.dumps({"events": []}), "is not a recording"),
    "newer": (archive.MAGIC + archive._START.pack(archive.VERSION + 1) + b"anything", "newer version"),
    "cut before its opening": (archive.MAGIC + archive._START.pack(archive.VERSION), "cut short"),
    "events first": (frames(msgspec.msgpack.encode(archive.Batch(()))), "does not begin with what was run"),
    "other msgpack": (frames(msgspec.msgpack.encode({"a": 1})), "cannot be decoded"),
    "deeply nested": (frames(b"\x91" * 100_000 + b"\xc0"), "cannot be decoded"),
    "a bomb": (frames(zlib.compress(bytes(archive._LARGEST + 1)), compressed=1), "larger than any entry"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_recording_is_refused_in_a_sentence(tmp_path: Path, kind: str) -> None:
    content, reason = REFUSED[kind]
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(archive.RecordingError, match=reason) as caught:
        archive.read(path)
    assert str(caught.value).endswith(".")


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(archive.RecordingError, match="cannot be read: No such file"):
        archive.read(tmp_path / "nothing")


def exported(recording: Path, ending: str) -> str:
    target = recording.with_suffix(ending)
    archive.export(recording, target)
    return target.read_text(encoding="utf-8")


def test_the_table_has_each_operation_once_and_no_formulas(recording: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(recording, ".csv"))))
    assert [row["operation"] for row in rows] == ["Connection.send", "Connection.recv", "Lock.acquire"]
    assert rows[0]["value"] == "'=1+1"
    assert rows[0]["pid"] == "4711"
    assert rows[2]["ended_ns"] == ""


def test_the_trace_has_slices_in_microseconds_and_arrows_that_are_bound_to_them(recording: Path) -> None:
    trace = json.loads(exported(recording, ".json"))["traceEvents"]
    slices = {one["name"]: one for one in trace if one["ph"] == "X"}
    assert (slices["Connection.send"]["ts"], slices["Connection.send"]["dur"]) == (1.0, 1.0)
    start, end = (next(one for one in trace if one["ph"] == phase) for phase in "sf")
    assert start["id"] == end["id"]
    assert slices["Connection.send"]["ts"] <= start["ts"] <= 2.0
    assert slices["Connection.recv"]["ts"] <= end["ts"] <= 2.5


def test_an_export_to_something_else_says_what_there_is(recording: Path) -> None:
    with pytest.raises(ValueError, match=r"\.json or \.csv"):
        archive.export(recording, recording.with_suffix(".xlsx"))


@pytest.fixture
def pool_events(tmp_path: Path) -> list[AnyEvent]:
    text = """
        import multiprocessing

        def square(x):
            return x * x

        if __name__ == "__main__":
            with multiprocessing.Pool(2) as pool:
                print(pool.map(square, range(5)))
    """
    return watch(script(tmp_path, text), "fork").events


def test_every_arrow_of_a_pool_goes_forward_in_time(pool_events: list[AnyEvent]) -> None:
    operations = {event.number: event for event in pool_events if isinstance(event, Operation)}
    arrows = [event for event in pool_events if isinstance(event, Delivered)]
    assert arrows
    for arrow in arrows:
        received = operations[arrow.received]
        assert operations[arrow.sent].began < (received.ended or 0)
