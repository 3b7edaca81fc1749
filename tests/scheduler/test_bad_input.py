"""Scripts that cannot be controlled run with what can be, and what cannot is said."""

from pathlib import Path

import pytest

from tests.scheduler.runs import Follow, explored, run_of
from workers.nursery import Nursery, Ran

FORK = """
import os
pid = os.fork()
if pid == 0:
    os._exit(0)
os.waitpid(pid, 0)
print("done")
"""
MEMORY = """
from multiprocessing import shared_memory
memory = shared_memory.SharedMemory(create=True, size=10)
memory.close()
memory.unlink()
print("done")
"""
SOCKET = """
import socket
import threading
ours, its = socket.socketpair()
def serve():
    its.recv(10)
    its.send(b"x")
thread = threading.Thread(target=serve)
thread.start()
ours.send(b"hello")
ours.recv(1)
thread.join()
print("done")
"""
EXECUTOR = """
from concurrent.futures import ProcessPoolExecutor
if __name__ == "__main__":
    with ProcessPoolExecutor(2) as executor:
        list(executor.map(abs, range(3)))
    print("done")
"""


def ran(path: Path, *, max_seconds: float = 10.0) -> Ran:
    with Nursery(run_of(path), max_seconds=max_seconds) as nursery:
        return nursery.run(Follow())


@pytest.mark.parametrize(
    ("text", "told"),
    [(FORK, "os.fork()"), (MEMORY, "SharedMemory"), (SOCKET, "what main waits for"), (EXECUTOR, "ProcessPoolExecutor")],
)
def test_what_cannot_be_controlled_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "script.py"
    path.write_text(text, encoding="utf-8")
    found = explored(path, 1)
    assert (found.facts, found.exhausted) == ((told,), False)
    assert found.ways[0].outcome.text == "done"


def test_threads_of_the_script_are_actors(tmp_path: Path) -> None:
    path = tmp_path / "script.py"
    path.write_text(
        "import threading\nfrom multiprocessing import Lock\nlock = Lock()\n"
        "def work():\n    with lock:\n        pass\n"
        "threads = [threading.Thread(target=work, name=name) for name in 'ab']\n"
        "[thread.start() for thread in threads]\n[thread.join() for thread in threads]\n",
        encoding="utf-8",
    )
    found = explored(path)
    assert found.exhausted
    assert {"main/a", "main/b"} <= set(found.ways[0].shortest)


def test_endless_output_is_cut_and_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "script.py"
    path.write_text("while True:\n    print('x' * 1000)\n", encoding="utf-8")
    result = ran(path, max_seconds=0.5)
    assert result.outcome.kind == "cut"
    assert len(result.output) <= 1 << 20


def test_processes_without_end_are_cut(tmp_path: Path) -> None:
    path = tmp_path / "script.py"
    path.write_text(
        "import time\nfrom multiprocessing import Process\nif __name__ == '__main__':\n"
        "    while True:\n        Process(target=time.sleep, args=(60,)).start()\n",
        encoding="utf-8",
    )
    assert ran(path, max_seconds=1.0).outcome.kind == "cut"
