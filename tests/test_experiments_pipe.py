"""What the experiments of the topic Pipe show: the claims of their lessons."""

import os
import re
import select
import stat
import statistics
import sys
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

import psutil
import pytest

from tests.experiments import (
    START_METHODS,
    bars,
    each_start_method,
    holds_once,
    only_on_linux,
    outcome,
    what_to_run,
)
from tests.workers import runs
from workers.messages import Finished, Started
from workers.session import Session


@each_start_method
def test_two_way_each_side_receives_what_the_other_sent(start_method: str) -> None:
    result = outcome(what_to_run("pipe/two_way", start_method))
    assert sorted(result.out.splitlines()) == ["child  received: hello, child", "parent received: hello, parent"]
    first, *round_trips = result.finished.results.values()
    assert isinstance(first, float)
    assert first > statistics.median(time for time in round_trips if isinstance(time, float))


@each_start_method
def test_closing_ends_the_end_comes_with_the_last_close(start_method: str) -> None:
    times = bars("pipe/closing_ends", start_method, PAUSE=0.2)
    assert list(times) == ["message 1", "message 2", "message 3", "EOFError"]
    assert times["EOFError"] - times["message 3"] >= 0.19


@only_on_linux
@each_start_method
def test_closing_ends_waits_for_ever_for_what_only_the_waiting_process_could_send(start_method: str) -> None:
    with Session(what_to_run("pipe/closing_ends", start_method, CLOSE_PARENT_END=False, PAUSE=0.0)) as session:
        started = next(message for message in runs.messages(session) if isinstance(message, Started))
        runs.await_line(session, "received message 3")
        parent = psutil.Process(started.pid)
        runs.until(lambda: nobody_else_could(os.O_WRONLY, parent) and parent.status() == psutil.STATUS_SLEEPING)
        session.stop()
        assert all(not isinstance(m, Finished) or m.exit_code != 0 for m in runs.messages(session))


def nobody_else_could(mode: int, process: psutil.Process) -> bool:
    """Whether a process has both ends of a pipe, and no living process of the run but itself has the end for `mode`."""
    others = set().union(*(pipes(child.pid, mode) for child in process.children(recursive=True)))
    return bool(pipes(process.pid, os.O_RDONLY) & pipes(process.pid, os.O_WRONLY) - others)


def pipes(pid: int, mode: int) -> set[str]:
    """The system's names of the pipes that a process has open for reading or for writing; none once it has ended."""
    found = set()
    try:
        for link in Path(f"/proc/{pid}/fd").iterdir():
            flags = int(Path(f"/proc/{pid}/fdinfo/{link.name}").read_text().split()[3], base=8)
            if flags & os.O_ACCMODE == mode and "pipe:" in str(link.readlink()):
                found.add(str(link.readlink()))
    except OSError:
        return set()
    return found


@pytest.mark.parametrize("size", [16_385, 300_000])
def test_shared_end_ends_by_itself_also_where_the_stream_breaks(size: int) -> None:
    for start_method in START_METHODS:
        found = bars("pipe/shared_end", start_method, SIZE=size, MESSAGES=500)
        assert 0 <= found["arrived whole"] <= found["sent"] == 1000


@each_start_method
def test_shared_end_with_a_lock_every_message_arrives_whole(start_method: str) -> None:
    found = bars("pipe/shared_end", start_method, USE_LOCK=True, MESSAGES=1000)
    assert found["arrived whole"] == found["sent"] == 2000


@only_on_linux
def test_shared_end_up_to_16384_bytes_messages_stay_whole() -> None:
    found = bars("pipe/shared_end", SIZE=16_384)
    assert found["arrived whole"] == found["sent"] == 20_000


@only_on_linux
def test_shared_end_a_one_way_pipe_keeps_4096_bytes_together() -> None:
    assert select.PIPE_BUF == 4096
    run = what_to_run("pipe/shared_end", SIZE=4096 - 4)  # the header is 4 bytes
    assert run.source is not None
    finished = outcome(run._replace(source=run.source.replace("Pipe()", "Pipe(duplex=False)"))).finished
    assert finished.results == {"sent": 20_000, "arrived whole": 20_000}


@pytest.mark.skipif(sys.platform == "win32", reason="on Windows a message is one write, of whatever size")
@pytest.mark.parametrize(("size", "writes"), [(16_384, 1), (16_385, 2)])
def test_shared_end_a_message_is_one_write_up_to_16384_bytes(
    size: int, writes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    monkeypatch.setattr(Connection, "_send", lambda _, buffer: written.append(len(buffer)))
    reading_end, writing_end = Pipe()
    with reading_end, writing_end:
        writing_end.send_bytes(bytes(size))
    assert len(written) == writes
    assert sum(written) == 4 + size


def test_one_way_the_wrong_direction_is_an_error() -> None:
    out = outcome(what_to_run("pipe/one_way", MESSAGES=10)).out
    assert "reader.recv: hello\n" in out
    assert "reader.send: OSError('connection is read-only')\n" in out
    assert "writer.recv: OSError('connection is write-only')\n" in out


@pytest.mark.skipif(sys.platform == "win32", reason="on Windows both kinds are named pipes")
def test_one_way_is_a_pipe_of_the_system_and_two_way_a_pair_of_sockets() -> None:
    for duplex, kind in ((False, stat.S_ISFIFO), (True, stat.S_ISSOCK)):
        first, second = Pipe(duplex)
        with first, second:
            assert kind(os.fstat(first.fileno()).st_mode)
            assert kind(os.fstat(second.fileno()).st_mode)


@each_start_method
def test_broken_pipe_messages_that_nobody_read_were_sent_without_an_error(start_method: str) -> None:
    result = outcome(what_to_run("pipe/broken_pipe", start_method))
    assert result.out.count("child:  read") == result.finished.results["read"] == 3
    assert "parent: BrokenPipeError" in result.out
    assert bars("pipe/broken_pipe", start_method)["sent"] >= 3


def test_broken_pipe_usually_far_more_are_sent_than_read() -> None:
    assert holds_once(lambda: bars("pipe/broken_pipe")["sent"] > 8)


@only_on_linux
@each_start_method
def test_broken_pipe_waits_for_ever_where_only_the_writer_itself_could_read(start_method: str) -> None:
    with Session(what_to_run("pipe/broken_pipe", start_method, CLOSE_PARENT_END=False)) as session:
        started = next(message for message in runs.messages(session) if isinstance(message, Started))
        runs.await_line(session, "read message 3")
        parent = psutil.Process(started.pid)
        runs.until(lambda: nobody_else_could(os.O_RDONLY, parent) and parent.status() == psutil.STATUS_SLEEPING)
        session.stop()
        assert all(not isinstance(m, Finished) or m.exit_code != 0 for m in runs.messages(session))


@only_on_linux
def test_full_buffer_a_one_way_pipe_holds_65536_bytes_and_a_two_way_pipe_less_of_small_messages() -> None:
    found = bars("pipe/full_buffer", SIZE=60)  # 64 with their header
    assert found["one-way pipe"] == 65_536 // 64 * 60
    assert found["two-way pipe"] < bars("pipe/full_buffer")["two-way pipe"]


@each_start_method
def test_full_buffer_what_is_read_makes_room_for_as_much(start_method: str) -> None:
    out = outcome(what_to_run("pipe/full_buffer", start_method)).out
    full = [int(number) for number in re.findall(r"child waits after (\d+) messages", out)]
    again = [int(number) for number in re.findall(r"now it waits after (\d+)", out)]
    assert len(full) == 2
    assert min(full) * 1000 >= 10_000
    assert again == [2 * number for number in full]


def test_speed_a_managers_queue_is_the_slowest() -> None:
    def manager_is_slowest() -> bool:
        speeds = bars("pipe/speed")
        return min(speeds, key=lambda name: speeds[name]) == "Manager's Queue"

    assert holds_once(manager_is_slowest)


def test_speed_shared_memory_is_far_ahead_with_messages_of_1000000_bytes() -> None:
    def shared_memory_is_ahead() -> bool:
        speeds = bars("pipe/speed", SIZE=1_000_000, MESSAGES=100)
        return speeds.pop("shared memory") > 3 * max(speeds.values())

    assert holds_once(shared_memory_is_ahead)
