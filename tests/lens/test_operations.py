"""What the lens tells of operations: each primitive, for each start method."""

from pathlib import Path

import pytest

from tests.lens.test_processes import script
from tests.lens.watching import METHODS, Watched, watch
from workers.lens.events import Delivered, ObjectMade, Outcome, Role, Unseen

LOCKS = """
    import time
    from multiprocessing import Barrier, BoundedSemaphore, Condition, Event, Lock, Process, RLock

    def work(lock, event, barrier, condition):
        event.wait()
        with lock:
            barrier.wait()
        with condition:
            condition.notify()

    if __name__ == "__main__":
        lock = Lock()
        locks = [RLock(), BoundedSemaphore(2)]
        event, barrier, condition = Event(), Barrier(2), Condition()
        process = Process(target=work, args=(lock, event, barrier, condition))
        lock.acquire()
        process.start()
        event.set()
        assert not lock.acquire(timeout=0.01)
        lock.release()
        with condition:
            barrier.wait()
            condition.wait()
        process.join()
        with locks[0], locks[1]:
            pass
"""

QUEUES = """
    from multiprocessing import JoinableQueue, Process, Queue, SimpleQueue

    def work(queue, answers):
        answers.put(queue.get() * 2)

    if __name__ == "__main__":
        queue, answers, joinable = Queue(), SimpleQueue(), JoinableQueue()
        process = Process(target=work, args=(queue, answers))
        process.start()
        queue.put(21)
        print(answers.get())
        process.join()
        joinable.put("x")
        joinable.get()
        joinable.task_done()
        joinable.join()
"""

MANAGERS = """
    from multiprocessing import Manager, Process

    def work(shared, lock):
        with lock:
            shared["left"] -= 1

    if __name__ == "__main__":
        with Manager() as manager:
            shared, lock = manager.dict(left=5), manager.Lock()
            process = Process(target=work, args=(shared, lock))
            process.start()
            process.join()
            print(shared["left"])
"""

POOLS = """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import Pool
    from multiprocessing.pool import ThreadPool

    def square(x):
        if x == 3:
            raise ValueError("three")
        return x * x

    def note(result):
        pass

    if __name__ == "__main__":
        with Pool(2) as pool:
            first = pool.apply_async(square, (2,), callback=note)
            first.get()
            try:
                pool.apply(square, (3,))
            except ValueError:
                pass
            pool.map(square, [4, 5])
            pool.close()
            pool.join()
        with ProcessPoolExecutor(1) as executor:
            executor.submit(square, 6).result()
        with ThreadPool(2) as threads:
            threads.map(square, [7, 8])
"""

MEMORY = """
    from multiprocessing import Array, Process, Value
    from multiprocessing.shared_memory import SharedMemory

    def work(number, items, name):
        number.value += 1
        items[1] = 5
        SharedMemory(name).close()

    if __name__ == "__main__":
        number, items = Value("i", 3), Array("i", 2)
        block = SharedMemory(create=True, size=10)
        process = Process(target=work, args=(number, items, block.name))
        process.start()
        process.join()
        block.close()
        block.unlink()
"""


def objects(seen: Watched) -> dict[str, ObjectMade]:
    return {event.label: event for event in seen.events if isinstance(event, ObjectMade)}


def watched(folder: Path, text: str, method: str) -> Watched:
    seen = watch(script(folder, text), method)
    assert seen.exit_code == 0, seen.stderr
    assert not [event for event in seen.events if isinstance(event, Unseen)]
    return seen


@pytest.mark.parametrize("method", METHODS)
def test_locks_have_their_names_and_one_identity_in_both_processes(tmp_path: Path, method: str) -> None:
    seen = watched(tmp_path, LOCKS, method)
    made = objects(seen)
    kinds = {label: made[label].kind for label in ("lock", "locks[0]", "locks[1]", "event", "barrier", "condition")}
    assert list(kinds.values()) == ["Lock", "RLock", "BoundedSemaphore", "Event", "Barrier", "Condition"]
    acquires = [one for one in seen.operations("Lock.acquire") if one.object == made["lock"].object]
    assert [(one.process, one.outcome) for one in acquires if one.process == 0] == [
        (0, Outcome.DONE),
        (0, Outcome.REFUSED),
    ]
    child = next(one.process for one in seen.processes().values() if one.role is Role.CHILD)
    (theirs,) = (one for one in acquires if one.process == child)
    assert (theirs.line, theirs.depth) == (7, 0)
    for name, label in (("Event.wait", "event"), ("Barrier.wait", "barrier"), ("Condition.notify", "condition")):
        (one,) = (one for one in seen.operations(name) if one.process == child and one.depth == 0)
        assert one.object == made[label].object


@pytest.mark.parametrize("method", METHODS)
def test_what_a_condition_does_underneath_is_a_child_of_its_operation(tmp_path: Path, method: str) -> None:
    seen = watched(tmp_path, LOCKS, method)
    (wait,) = (one for one in seen.operations("Condition.wait") if one.depth == 0)
    underneath = [one for one in seen.operations() if one.parent == wait.number]
    assert {"RLock.release", "Semaphore.acquire", "Semaphore.release", "RLock.acquire"} <= {
        one.name for one in underneath
    }
    assert all(one.depth == 1 and one.line == wait.line for one in underneath)


@pytest.mark.parametrize("method", METHODS)
def test_an_item_is_followed_from_put_to_get(tmp_path: Path, method: str) -> None:
    seen = watched(tmp_path, QUEUES, method)
    operations = {one.number: one for one in seen.operations()}
    arrows = [(operations[one.sent], operations[one.received]) for one in seen.events if isinstance(one, Delivered)]
    followed = {(put.name, put.value, get.name, get.process == put.process) for put, get in arrows if put.depth == 0}
    assert followed == {
        ("Queue.put", "21", "Queue.get", False),
        ("SimpleQueue.put", "42", "SimpleQueue.get", False),
        ("Queue.put", "'x'", "Queue.get", True),
    }
    assert {"queue", "answers", "joinable"} <= objects(seen).keys()


@pytest.mark.parametrize("method", METHODS)
def test_calls_to_a_manager_have_the_name_of_what_they_do(tmp_path: Path, method: str) -> None:
    seen = watched(tmp_path, MANAGERS, method)
    made, processes = objects(seen), seen.processes()
    assert made["shared"].kind == "managed dict"
    (server,) = (one for one in processes.values() if one.role is Role.MANAGER_SERVER)
    (child,) = (one for one in processes.values() if one.role is Role.CHILD)
    calls = [one for one in seen.operations() if one.process == child.process and one.depth == 0]
    assert [(one.name, one.value) for one in calls] == [
        ("Lock.acquire", " → True"),
        ("dict.__getitem__", "'left' → 5"),
        ("dict.__setitem__", "'left', 4"),
        ("Lock.release", ""),
    ]
    assert {one.object for one in calls} == {made["shared"].object, made["lock"].object}
    operations = {one.number: one for one in seen.operations()}
    arrows = [(operations[one.sent], operations[one.received]) for one in seen.events if isinstance(one, Delivered)]
    asked = [sent for sent, received in arrows if received.process == server.process and sent.process == child.process]
    assert {one.parent for one in asked} >= {one.number for one in calls}
    served = [
        one for one in seen.operations("Server.__getitem__", "Server.__setitem__") if one.process == server.process
    ]
    assert [(one.value, one.object) for one in served] == [
        ("'left' → 5", made["shared"].object),
        ("'left', 4", made["shared"].object),
        ("'left' → 4", made["shared"].object),
    ]


@pytest.mark.parametrize("method", METHODS)
def test_tasks_are_seen_in_the_workers_and_callbacks_in_the_parent(tmp_path: Path, method: str) -> None:
    seen = watched(tmp_path, POOLS, method)
    roles = {one.process: one.role for one in seen.processes().values()}
    tasks = seen.operations("Pool.task")
    assert {roles[one.process] for one in tasks} == {Role.POOL_WORKER}
    assert sorted(one.value.partition(" ")[2] for one in tasks) == ["", "square(2)", "square(4)", "square(5)"]
    (failed,) = (one for one in tasks if one.outcome is Outcome.RAISED)
    assert (failed.exception, failed.value) == ("ValueError", "three")
    (callback,) = seen.operations("Pool.callback")
    assert (callback.process, callback.value) == (0, "4")
    assert callback.thread != 0
    (task,) = seen.operations("Executor.task")
    assert roles[task.process] is Role.EXECUTOR_WORKER
    assert len(seen.operations("Pool.map")) == 1  # the ThreadPool's is not recorded


@pytest.mark.parametrize("method", METHODS)
def test_shared_memory_is_one_object_in_both_processes(tmp_path: Path, method: str) -> None:
    seen = watched(tmp_path, MEMORY, method)
    made = objects(seen)
    child = next(one.process for one in seen.processes().values() if one.role is Role.CHILD)
    theirs = [one for one in seen.operations() if one.process == child and one.depth == 0]
    assert [(one.name, one.value, one.object) for one in theirs] == [
        ("Value.get", "3", made["number"].object),
        ("Value.set", "4", made["number"].object),
        ("Array.set", "1, 5", made["items"].object),
        ("SharedMemory", "attached", made["block"].object),
        ("SharedMemory.close", "", made["block"].object),
    ]


@pytest.mark.parametrize("text", [LOCKS, QUEUES, MANAGERS, MEMORY], ids=["locks", "queues", "managers", "memory"])
def test_every_parent_is_told_and_lasts_as_long_as_its_children(tmp_path: Path, text: str) -> None:
    seen = watched(tmp_path, text, "fork")
    operations = {one.number: one for one in seen.operations()}
    for one in operations.values():
        if one.parent is not None:
            parent = operations[one.parent]
            assert (parent.process, parent.thread, parent.depth) == (one.process, one.thread, one.depth - 1)
            assert parent.began <= one.began
            assert (one.ended or 0) <= (parent.ended or 0)
