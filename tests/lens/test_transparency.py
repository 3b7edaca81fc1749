"""A script under the lens behaves as without it: what it prints, how it ends, and what it can see of itself."""

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests import transparency
from tests.lens.watching import METHODS, flight_folder, run

SCRIPTS = {
    "prints and exits with a code": """
        import sys
        print("out", 1, sep="-", end="!\\n")
        print("err", file=sys.stderr)
        sys.exit(3)
    """,
    "raises": """
        def deep(n):
            return deep(n - 1) if n else 1 / 0
        deep(3)
    """,
    "closed and wrong ends": """
        import traceback
        from multiprocessing import Pipe
        reader, writer = Pipe(duplex=False)
        wrong = lambda: reader.send(1), lambda: writer.recv(), lambda: writer.poll(), lambda: writer.send(lambda: 0)
        for act in wrong:
            try:
                act()
            except Exception:
                traceback.print_exc()
        writer.close()
        for act in (lambda: reader.recv(), lambda: writer.send(1), lambda: reader.recv_bytes(-1)):
            try:
                act()
            except Exception:
                traceback.print_exc()
    """,
    "lock misuse": """
        import traceback
        from multiprocessing import BoundedSemaphore, Condition, Lock, RLock
        lock = Lock()
        for act in (lock.release, RLock().release, BoundedSemaphore(1).release, Condition().notify, Condition().wait,
                    lambda: lock.acquire(timeout="x"), lambda: lock.acquire(nonsense=1)):
            try:
                print(act())
            except Exception:
                traceback.print_exc()
        print(lock.acquire(), lock.acquire(False), lock.acquire(True, 0.01), lock.acquire(timeout=-1))
    """,
    "queue empty and full": """
        import traceback
        from multiprocessing import Queue, JoinableQueue, SimpleQueue
        queue = Queue(1)
        queue.put(1)
        for act in (lambda: queue.put_nowait(2), lambda: queue.put(2, timeout=0.01), lambda: print(queue.get()),
                    queue.get_nowait, lambda: queue.get(timeout=0.01), JoinableQueue().task_done):
            try:
                act()
            except Exception:
                traceback.print_exc()
        queue.close()
        try:
            queue.put(1)
        except ValueError as error:
            print(str(error)[:6])
    """,
    "a child that raises": """
        from multiprocessing import Process
        def work():
            raise KeyError("k")
        if __name__ == "__main__":
            process = Process(target=work)
            process.start()
            process.join()
            print(process.exitcode, process.is_alive())
    """,
    "starting wrongly": """
        import traceback
        from multiprocessing import Process
        def work():
            pass
        if __name__ == "__main__":
            process = Process(target=work)
            for act in (process.join, process.terminate, process.start, process.start, process.join, process.close,
                        process.join):
                try:
                    act()
                except Exception:
                    traceback.print_exc()
    """,
    "a pool whose tasks and callbacks fail": """
        import traceback
        from multiprocessing import Pool
        def work(x):
            if x == 2:
                raise ValueError(x)
            return x
        def failed(error):
            print("failed", repr(error))
        if __name__ == "__main__":
            with Pool(2) as pool:
                print(pool.map(work, [0, 1]))
                pool.apply_async(work, (2,), error_callback=failed).wait()
                for act in (lambda: pool.apply(work, (2,)), lambda: pool.map(work, range(4)),
                            lambda: list(pool.imap(work, [2])), lambda: pool.join(),
                            lambda: pool.apply(lambda: 0), lambda: pool.apply_async(work, (1,)).get(timeout=10) / 0):
                    try:
                        act()
                    except Exception:
                        traceback.print_exc()
            try:
                pool.apply(work, (1,))
            except ValueError:
                traceback.print_exc()
    """,
    "a manager": """
        import traceback
        from multiprocessing import Manager
        if __name__ == "__main__":
            with Manager() as manager:
                shared, items, space = manager.dict(a=1), manager.list([3]), manager.Namespace()
                shared["b"] = items
                shared["b"].append(4)
                space.x = 5
                print(dict(a=shared["a"]), list(items), space.x, len(shared), "a" in shared, sorted(shared.keys()))
                lock = manager.Lock()
                with lock:
                    print(lock.acquire(False))
                for act in (lambda: shared["zz"], lambda: items.nonsense, lambda: items[9], lock.release):
                    try:
                        act()
                    except Exception:
                        traceback.print_exc()
    """,
    "values and arrays": """
        import traceback
        from multiprocessing import Array, Process, Value
        def work(number, items):
            with number.get_lock():
                number.value += 1
            items[0] = 7
            items[1:] = [8, 9]
        if __name__ == "__main__":
            number, items = Value("i", 1), Array("i", 3)
            process = Process(target=work, args=(number, items))
            process.start()
            process.join()
            print(number.value, items[:], list(items), len(items))
            for act in (lambda: items[5], lambda: setattr(number, "value", "x")):
                try:
                    act()
                except Exception:
                    traceback.print_exc()
    """,
    "an executor": """
        import traceback
        from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
        def work(x):
            return 10 // x
        if __name__ == "__main__":
            with ProcessPoolExecutor(2) as executor, ThreadPoolExecutor(2) as threads:
                print(list(executor.map(work, [1, 2])), threads.submit(work, 5).result())
                try:
                    executor.submit(work, 0).result()
                except ZeroDivisionError:
                    traceback.print_exc()
    """,
    "subclasses and patches of its own": """
        import multiprocessing.connection, multiprocessing.queues, multiprocessing.synchronize
        from multiprocessing import Process, get_context
        class Mine(Process):
            def start(self):
                print("mine")
                super().start()
            def run(self):
                print("ran", flush=True)
        class MyQueue(multiprocessing.queues.Queue):
            def put(self, *args, **kwargs):
                print("put", args)
                super().put(*args, **kwargs)
        send = multiprocessing.connection.Connection.send
        def patched(self, obj):
            print("send", obj)
            send(self, obj)
        multiprocessing.connection.Connection.send = patched
        if __name__ == "__main__":
            process = Mine()
            process.start()
            process.join()
            queue = MyQueue(ctx=get_context())
            queue.put(4)
            print(queue.get())
            a, b = multiprocessing.Pipe()
            a.send(5)
            print(b.recv(), isinstance(a, multiprocessing.connection.Connection))
            print(isinstance(multiprocessing.Lock(), multiprocessing.synchronize.Lock))
    """,
    "its own print and stdout": """
        import builtins, contextlib, io, sys
        text = io.StringIO()
        with contextlib.redirect_stdout(text):
            print("captured")
        print(repr(text.getvalue()))
        sys.stdout = sys.stderr
        print("to stderr")
        try:
            print("x", nonsense=1)
        except TypeError as error:
            print(error)
        builtins.print = lambda *args: sys.__stdout__.write("replaced\\n")
        print("y")
    """,
    "what it can see": """
        import inspect, multiprocessing, os, sys, threading, warnings
        warnings.simplefilter("error")
        if __name__ == "__main__":
            a, b = multiprocessing.Pipe()
            print(a.fileno() - b.fileno(), threading.active_count(), len(os.listdir("/proc/self/fd")))
            for one in (multiprocessing.Process.start, a.send, a.poll, multiprocessing.Lock().acquire):
                print(inspect.signature(one), one.__name__, one.__doc__)
            print(sorted(name for name in sys.modules if "lens" in name and not name.startswith("_ipc_lab_lens")))
            print([name for name in sys.path if "workers" in name or "lens" in name])
            print("workers" in sys.modules, multiprocessing.current_process().name, __file__.endswith("script.py"))
    """,
    "os.fork and os._exit": """
        import os, sys
        from multiprocessing import Pipe
        a, b = Pipe()
        pid = os.fork()
        if pid == 0:
            b.send(os.getpid())
            os._exit(7)
        print(a.recv() == pid, os.waitstatus_to_exitcode(os.wait()[1]))
    """,
    "closing all descriptors and moving away": """
        import os, tempfile
        from multiprocessing import Pipe
        a, b = Pipe()
        os.chdir(tempfile.gettempdir())
        a.send(1)
        print(b.recv(), flush=True)
        os.closerange(3, 100)
        try:
            a.send(2)
        except OSError as error:
            print(error)
        a, b = Pipe()
        for number in range(3000):
            a.send(number)
            b.recv()
        print(number)
    """,
    "becoming another program": """
        import os, sys
        from multiprocessing import Lock
        Lock().acquire()
        os.execv(sys.executable, [sys.executable, "-c", "print('another')"])
    """,
}


def told(text: str) -> str:
    """Output without what differs from run to run: addresses, pids, and the names of the test's own folder."""
    return re.sub(r"0x[0-9a-f]+|pid=\d+|/tmp/\S*listener-\S+", "…", text)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_behaves_as_without_the_lens(tmp_path: Path, name: str, method: str) -> None:
    script = tmp_path / "script.py"
    script.write_text(textwrap.dedent(SCRIPTS[name]), encoding="utf-8")
    bare = run(script, None, method)
    with flight_folder() as flights:
        watched = run(script, flights, method)
    assert told(watched.stdout) == told(bare.stdout)
    assert told(watched.stderr) == told(bare.stderr)
    assert watched.returncode == bare.returncode
    assert "_ipc_lab" not in watched.stdout + watched.stderr


def test_a_full_disk_costs_the_recording_and_not_the_script(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    text = "import os\nfrom multiprocessing import Lock, Process\ndef work():\n    Lock().acquire()\n"
    text += (
        "if __name__ == '__main__':\n    p = Process(target=work)\n    p.start()\n    p.join()\n    print(p.exitcode)\n"
    )
    script.write_text(text, encoding="utf-8")
    missing = tmp_path / "not there"  # what cannot be written to is like what is full
    done = run(script, missing, "fork")
    assert (done.stdout, done.stderr, done.returncode) == ("0\n", "", 0)


QUICK = ["TestLock", "TestSemaphore", "TestQueue.test_get", "TestConnection.test_", "TestEvent", "TestPoll.test_empty"]


def test_some_of_cpythons_own_tests_give_the_same_verdicts() -> None:
    """A quick part of `make transparency`."""
    only = [f"WithProcesses{pattern}" for pattern in QUICK]
    bare = transparency.run_suite(sys.executable, "fork", only, watched=False)
    watched = transparency.run_suite(sys.executable, "fork", only, watched=True)
    assert len(bare) > 15
    assert {name: verdict.outcome for name, verdict in watched.items()} == {
        name: verdict.outcome for name, verdict in bare.items()
    }


def test_the_lens_imports_nothing_but_the_standard_library() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests/lens'); import stand_in; lens = stand_in.load_lens();"
        "lens.install('/nonexistent', 'x', 1 << 20);"
        "print([n for n in sys.modules if n.partition('.')[0] in ('msgspec', 'psutil', 'workers')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"
