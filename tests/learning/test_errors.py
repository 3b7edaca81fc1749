"""Errors explained: what this Python really writes is recognised, and each explanation leads somewhere."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from desktop.errors import KILLED, KNOWN, error_named, recognise
from desktop.words import LANGUAGES, Words
from workers import catalog

# For each error a small script that makes it.
SCRIPTS = {
    "no_guard": """
        import multiprocessing
        spawn = multiprocessing.get_context("spawn")
        spawn.Process(target=print).start()
        """,
    "pickling": """
        with Pool(1) as pool:
            pool.map(lambda x: x, [1])
        """,
    "only_inherited": """
        with Pool(1) as pool:
            pool.map(print, [Lock()])
        """,
    "cannot_answer": """
        with Pool(1) as pool:
            pool.map(make_lambda, [1])
        """,
    "not_found_in_child": """
        def late():
            pass
        get_context("spawn").Process(target=late).start()
        """,
    "bad_length": """
        one, other = Pipe()
        os.write(one.fileno(), b"aaaaaaaaaaaa")
        other.recv_bytes(100)
        """,
    "address_in_use": """
        listener = Listener(("localhost", 0))
        Listener(listener.address)
        """,
    "authentication": """
        manager = BaseManager(("localhost", 0), authkey=b"one")
        manager.start()
        BaseManager(manager.address, authkey=b"another").connect()
        """,
    "manager_gone": """
        with Manager() as manager:
            shared = manager.dict()
        shared["a"] = 1
        """,
    "broken_pool": """
        with ProcessPoolExecutor(1) as executor:
            executor.submit(os._exit, 1).result()
        """,
    "end_of_pipe": """
        one, other = Pipe()
        one.close()
        other.recv()
        """,
    "broken_pipe": """
        reader, writer = Pipe(duplex=False)
        reader.close()
        writer.send(1)
        """,
    "wrong_direction": """
        reader, writer = Pipe(duplex=False)
        reader.send(1)
        """,
    "handle_closed": """
        one, other = Pipe()
        one.close()
        one.send(1)
        """,
    "pool_not_running": """
        pool = Pool(1)
        pool.close()
        try:
            pool.apply(abs, (1,))
        finally:
            pool.join()
        """,
    "pool_still_running": """
        with Pool(1) as pool:
            pool.join()
        """,
    "daemonic": """
        with Pool(1) as pool:
            pool.apply(start_another)
        """,
    "started_twice": """
        process = Process(target=abs, args=(1,))
        process.start()
        process.join()
        process.start()
        """,
    "not_started": """
        Process(target=abs, args=(1,)).join()
        """,
    "context_set": """
        set_start_method("spawn")
        set_start_method("spawn")
        """,
    "released_too_often": """
        BoundedSemaphore(1).release()
        """,
    "not_owner": """
        RLock().release()
        """,
    "broken_barrier": """
        Barrier(2).wait(timeout=0.01)
        """,
    "wrong_arguments": """
        process = Process(target=take_one, args=("ab"))
        process.start()
        process.join()
        """,
    "time_over": """
        with Pool(1) as pool:
            pool.apply_async(time.sleep, (60,)).get(timeout=0.01)
        """,
    "queue_empty": """
        Queue().get(timeout=0.01)
        """,
    "leaked": """
        SharedMemory(create=True, size=1)
        """,
}
HEAD = """
import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import *
from multiprocessing.connection import Listener
from multiprocessing.managers import BaseManager
from multiprocessing.shared_memory import SharedMemory


def make_lambda(number):
    return lambda: number


def take_one(argument):
    pass


def start_another():
    Process(target=print).start()


if __name__ == "__main__":
"""
NO_HEAD = {"no_guard"}  # what is wrong with it is that it has none


def stderr_of(folder: Path, name: str) -> str:
    script = folder / "script.py"
    body = textwrap.dedent(SCRIPTS[name]).strip()
    script.write_text(body if name in NO_HEAD else HEAD + textwrap.indent(body, "    ") + "\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONWARNINGS": "default"}
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=60, env=environment, check=False
    )
    return done.stderr


@pytest.mark.parametrize("name", [error.name for error in KNOWN])
def test_an_error_is_recognised_in_what_this_python_writes(name: str, tmp_path: Path) -> None:
    written = stderr_of(tmp_path, name)
    found = recognise(written)
    assert found is not None, written
    assert found.error.name == name, written


@pytest.mark.parametrize("error", [*KNOWN, KILLED], ids=lambda error: str(error.name))
def test_what_happened_why_and_what_to_change_is_said_in_each_language(error: object) -> None:
    known = error_named(error.name) if error is not KILLED else KILLED  # type: ignore[attr-defined]
    places = dict.fromkeys([*known.pattern.groupindex, "signal"], "x")
    for language in LANGUAGES:
        for part in ("what", "why", "change", "notice"):
            assert Words(language)(f"error.{known.name}.{part}", **places)


def test_each_error_leads_to_a_lesson_that_will_be_there() -> None:
    planned = {f"{topic}/{name}" for topic, names in catalog.ORDER.items() for name in names}
    assert {error.lesson for error in (*KNOWN, KILLED)} <= planned | {""}


def test_a_good_run_is_told_of_warnings_only() -> None:
    warning = "UserWarning: resource_tracker: There appear to be 2 leaked semaphore objects to clean up at shutdown"
    found = recognise(warning, warnings_only=True)
    assert found is not None
    assert (found.error.name, found.places) == ("leaked", {"count": "2", "what": "semaphore"})
    assert recognise("ValueError: Pool not running", warnings_only=True) is None


def test_an_error_of_the_scripts_own_is_nobody_elses() -> None:
    assert recognise("Traceback (most recent call last):\nValueError: Pool is full of fish\n") is None
    assert recognise("Traceback (most recent call last):\n  raise EOFError\nEOFError\n") is None
