"""Whatever is killed, and however, nothing of a run is left: no process, semaphore, shared memory, file or folder."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.workers.runs import GONE_WITHIN, PATIENCE, Traces, await_line, messages, script, until
from workers import launch
from workers.messages import EndReason, Finished
from workers.session import Limits, Run, Session

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="signals are POSIX's; on Windows the job object ends all"
)

# Holds one of everything: a lock that is named (spawn), a Manager with its socket, a pool, shared memory, a child that
# ignores what it can. It says "ready" when all of it is there, and then never ends.
EVERYTHING = """
    import multiprocessing, os, signal, sys, time
    from multiprocessing import shared_memory

    def stubborn(ready):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        ready.set()
        time.sleep(1000)

    if __name__ == "__main__":
        lock, ready = multiprocessing.Lock(), multiprocessing.Event()
        manager = multiprocessing.Manager()
        shared = manager.dict()
        memory = shared_memory.SharedMemory(create=True, size=4096)
        pool = multiprocessing.Pool(2)
        multiprocessing.Process(target=stubborn, args=(ready,)).start()
        ready.wait()
        pool.apply(os.getpid)
        print("ready", flush=True)
        lock.acquire()
        lock.acquire()
"""


def ended(session: Session) -> Finished:
    *_, last = messages(session)
    assert isinstance(last, Finished)
    return last


def host_of(session: Session) -> psutil.Process:
    supervisor = psutil.Process(session._supervisor.pid)
    return min(supervisor.children(), key=lambda process: process.create_time())


@pytest.mark.parametrize("start_method", ["fork", "spawn", "forkserver"])
def test_stop_ends_everything_within_a_second(tmp_path: Path, traces: Traces, start_method: str) -> None:
    with Session(Run(script(tmp_path, EVERYTHING), start_method=start_method)) as session:
        await_line(session, "ready")
        session.stop()
        seconds = until(lambda: session.poll() is None and session.finished, PATIENCE)
        traces.await_none()
    assert seconds < GONE_WITHIN  # a second on a quiet machine, which `make bench` holds


def test_stop_ends_five_hundred_processes(tmp_path: Path, traces: Traces) -> None:
    text = """
        import multiprocessing, signal, time

        def wait():
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            time.sleep(1000)

        if __name__ == "__main__":
            for _ in range(500):
                multiprocessing.Process(target=wait).start()
            print("ready", flush=True)
            time.sleep(1000)
    """
    with Session(Run(script(tmp_path, text), start_method="fork", watch=False)) as session:
        await_line(session, "ready")
        session.stop()
        assert ended(session).reason is EndReason.STOPPED
        traces.await_none()


def test_a_fork_bomb_is_ended(tmp_path: Path, traces: Traces) -> None:
    text = """
        import os, time
        for _ in range(12):  # 4096 processes if nobody intervenes; each also leaves the process group
            if os.fork() == 0:
                os.setsid()
            time.sleep(0.02)
        time.sleep(1000)
    """
    run = Run(script(tmp_path, text), watch=False, limits=Limits(processes=100))
    with Session(run) as session:
        assert ended(session).reason is EndReason.TOO_MANY_PROCESSES
        traces.await_none()


@pytest.mark.parametrize("start_method", ["fork", "spawn", "forkserver"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["SIGKILL", "SIGTERM"])
def test_without_its_supervisor_a_run_is_ended_by_the_session(
    tmp_path: Path, traces: Traces, start_method: str, number: signal.Signals
) -> None:
    with Session(Run(script(tmp_path, EVERYTHING), start_method=start_method)) as session:
        await_line(session, "ready")
        os.kill(session._supervisor.pid, number)
        assert ended(session).reason is EndReason.LOST
        traces.await_none()


def test_a_supervisor_that_hangs_is_ended_when_the_session_closes(tmp_path: Path, traces: Traces) -> None:
    with Session(Run(script(tmp_path, EVERYTHING))) as session:
        await_line(session, "ready")
        os.kill(session._supervisor.pid, signal.SIGSTOP)
    traces.await_none()


@pytest.mark.parametrize("start_method", ["fork", "spawn", "forkserver"])
def test_without_its_host_a_run_is_over(tmp_path: Path, traces: Traces, start_method: str) -> None:
    with Session(Run(script(tmp_path, EVERYTHING), start_method=start_method)) as session:
        await_line(session, "ready")
        host_of(session).kill()
        finished = ended(session)
        assert (finished.reason, finished.exit_code) == (EndReason.FINISHED, -signal.SIGKILL)
        traces.await_none()


@pytest.mark.parametrize("start_method", ["fork", "spawn", "forkserver"])
def test_a_killed_worker_leaves_a_run_that_can_be_stopped(tmp_path: Path, traces: Traces, start_method: str) -> None:
    with Session(Run(script(tmp_path, EVERYTHING), start_method=start_method)) as session:
        await_line(session, "ready")
        for process in host_of(session).children(recursive=True):
            process.kill()
        session.stop()
        assert ended(session).reason in (EndReason.STOPPED, EndReason.FINISHED)
        traces.await_none()


@pytest.mark.parametrize("start_method", ["fork", "spawn", "forkserver"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP], ids=["SIGKILL", "SIGHUP"])
def test_without_its_front_end_a_run_is_ended_by_the_supervisor(
    tmp_path: Path, traces: Traces, start_method: str, number: signal.Signals
) -> None:
    path = script(tmp_path, EVERYTHING)
    command = [sys.executable, "-m", "workers", "run", str(path), "--start-method", start_method]
    with subprocess.Popen(command, cwd=launch.ROOT, stdout=subprocess.PIPE, text=True) as front_end:
        assert front_end.stdout is not None
        assert front_end.stdout.readline() == "ready\n"
        front_end.send_signal(number)
        front_end.wait()
        traces.await_none()


def test_ctrl_c_in_a_terminal_is_for_the_script_first_and_ends_it_the_second_time(
    tmp_path: Path, traces: Traces
) -> None:
    text = """
        import time
        print("ready", flush=True)
        try:
            time.sleep(1000)
        except KeyboardInterrupt:
            print("interrupted", flush=True)
        time.sleep(1000)
    """
    command = [sys.executable, "-m", "workers", "run", str(script(tmp_path, text))]
    with subprocess.Popen(command, cwd=launch.ROOT, stdout=subprocess.PIPE, text=True) as front_end:
        assert front_end.stdout is not None
        for line in ("ready\n", "interrupted\n"):
            assert front_end.stdout.readline() == line
            front_end.send_signal(signal.SIGINT)
        assert front_end.wait() == 128 + signal.SIGKILL


def test_closing_a_session_in_the_middle_of_output_leaves_nothing(tmp_path: Path, traces: Traces) -> None:
    path = script(tmp_path, "while True: print('x' * 1000)")
    with Session(Run(path, limits=Limits(output_characters=10**9))) as session:
        until(lambda: session.poll() is not None)
    traces.await_none()


def test_a_thousand_lines_printed_just_before_a_stop_do_not_delay_it(tmp_path: Path, traces: Traces) -> None:
    path = script(tmp_path, "while True: print('x' * 1000)")
    with Session(Run(path, limits=Limits(output_characters=10**9))) as session:
        until(session._messages.full)
        session.stop()
        assert ended(session).reason is EndReason.STOPPED
