"""The controller: who stops where, what makes them ready, and what is a deadlock."""

from pathlib import Path

import pytest

from tests.scheduler.runs import followed, script
from workers.steps import Moment

LOSE = """
    def take(shared):
        shared["n"] -= 1
"""
LOSE_MAIN = """
    with Manager() as manager:
        shared = manager.dict(n=2)
        processes = [Process(name=name, target=take, args=(shared,)) for name in "ab"]
        [process.start() for process in processes]
        [process.join() for process in processes]
        print(shared["n"])
"""


def at(moment: Moment, actor: str) -> tuple[str, str, bool]:
    view = next(one for one in moment.waiting if one.actor == actor)
    return view.op, view.label, view.ready


def test_three_clicks_lose_an_update(tmp_path: Path) -> None:
    ran, moments = followed(script(tmp_path, LOSE, LOSE_MAIN), ["main", "main", "a", "b", "a", "b"])
    assert at(moments[2], "a") == ("dict.__getitem__", "shared", True)
    assert at(moments[4], "a") == ("dict.__setitem__", "shared", True)
    assert ran.output == "1\n"


def test_a_taken_lock_blocks_and_says_who_holds_it(tmp_path: Path) -> None:
    body = """
    def work(lock):
        with lock:
            pass
    """
    main = """
    lock = Lock()
    [Process(name=name, target=work, args=(lock,)).start() for name in "ab"]
    """
    _, moments = followed(script(tmp_path, body, main), ["main", "main", "a"])
    assert at(moments[3], "b") == ("Lock.acquire", "lock", False)
    (b,) = (one for one in moments[3].waiting if one.actor == "b")
    assert b.because_of == ("a",)
    assert b.line == 4


def test_a_timeout_is_over_only_when_it_is_chosen(tmp_path: Path) -> None:
    main = """
    lock = Lock()
    lock.acquire()
    print(lock.acquire(timeout=100))
    """
    ran, moments = followed(script(tmp_path, "", main), ["main", "main (time over)"])
    assert at(moments[1], "main") == ("Lock.acquire", "lock", False)
    assert ran.output == "False\n"


def test_sleep_takes_no_time_and_the_clock_says_that_it_did(tmp_path: Path) -> None:
    main = """
    import time
    before = time.perf_counter()
    time.sleep(1000)
    print(round(time.perf_counter() - before))
    """
    assert followed(script(tmp_path, "", main))[0].output == "1000\n"


def test_a_join_before_the_queue_is_emptied_is_a_deadlock(tmp_path: Path) -> None:
    body = """
    def child(queue):
        queue.put(bytes(1_000_000))
    """
    main = """
    queue = Queue()
    process = Process(target=child, args=(queue,))
    process.start()
    process.join()
    queue.get()
    """
    ran, _ = followed(script(tmp_path, body, main))
    assert ran.last.deadlock is not None
    blocked = {one.actor: one.op for one in ran.last.deadlock.blocked}
    assert blocked == {"main": "Process.join", "Process-1": "Queue.join_thread"}


def test_waiting_for_a_message_that_nobody_will_send_is_a_deadlock(tmp_path: Path) -> None:
    main = """
    reader, writer = Pipe(duplex=False)
    reader.recv()
    """
    ran, _ = followed(script(tmp_path, "", main))
    assert ran.last.deadlock is not None
    assert [(one.actor, one.op) for one in ran.last.deadlock.blocked] == [("main", "Connection.recv")]


def test_a_full_pipe_blocks_its_sender_in_the_middle_of_a_message(tmp_path: Path) -> None:
    main = """
    reader, writer = Pipe(duplex=False)
    writer.send_bytes(bytes(1_000_000))
    """
    ran, _ = followed(script(tmp_path, "", main))
    assert ran.last.deadlock is not None


def test_who_calculates_is_not_deadlocked(tmp_path: Path) -> None:
    body = """
    def calculate(lock):
        sum(range(10_000_000))
        lock.release()
    """
    main = """
    lock = Lock()
    lock.acquire()
    Process(target=calculate, args=(lock,)).start()
    lock.acquire()
    print("done")
    """
    ran, _ = followed(script(tmp_path, body, main))
    assert ran.output == "done\n"


@pytest.mark.parametrize("method", ["terminate", "kill"])
def test_a_killed_process_has_ended_when_the_step_is_over(tmp_path: Path, method: str) -> None:
    body = """
    def wait(event):
        event.wait()
    """
    main = f"""
    process = Process(target=wait, args=(Event(),))
    process.start()
    process.{method}()
    print(process.is_alive())
    """
    ran, _ = followed(script(tmp_path, body, main))
    assert ran.output == "False\n"
    assert ran.last.over


def test_whom_a_notification_wakes_is_a_choice(tmp_path: Path) -> None:
    body = """
    def wait(condition, name):
        with condition:
            condition.wait()
            print(name)
    """
    main = """
    condition = Condition()
    processes = [Process(name=name, target=wait, args=(condition, name), daemon=True) for name in "ab"]
    [process.start() for process in processes]
    with condition:
        condition.notify()
    processes[1].join(1)
    """
    for first in "ab":
        names = ["main", "main", "a", "a", "b", "b", "main", "main", first]
        ran, _ = followed(script(tmp_path, body, main), names)
        assert f"{first}\n" == ran.output or ran.last.deadlock
