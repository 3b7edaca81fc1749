from desktop.recording import NOBODY
from desktop.things import Flag, Gathering, Lock, Pipe, Pool, Queue, Server, Shared
from desktop.world import Standing, Wait, deadlocked, lines_at, next_moment, previous_moment, waits_in, world_at
from tests.desktop.stories import US, Story
from workers.lens.events import Role


def family(children: int = 2) -> Story:
    story = Story()
    for number in range(children + 1):
        story.process(number, number)
    return story


def test_a_process_is_unborn_starting_running_blocked_and_ended_in_turn() -> None:
    story = Story()
    story.process(0)
    story.does(0, "Process.start", 100, 200, target=1)
    story.process(1, 300)
    story.does(1, "Connection.recv", 400, 900, thing=7, line=5)
    story.ends(1, 1000, 3)
    recording = story.recording
    standings = {
        at: state.standing
        for at in (50, 250, 350, 500, 950, 1000)
        if (state := world_at(recording, at * US).state(1)) is not None
    }
    assert standings == {
        50: Standing.UNBORN,
        250: Standing.STARTING,
        350: Standing.RUNNING,
        500: Standing.BLOCKED,
        950: Standing.RUNNING,
        1000: Standing.ENDED,
    }
    blocked = world_at(recording, 500 * US).state(1)
    assert blocked is not None
    assert (blocked.waits_for, blocked.line, blocked.since) == (7, 5, 400 * US)


def test_a_short_receive_has_not_waited() -> None:
    story = family(1)
    story.does(1, "Connection.recv", 400, 410)
    state = world_at(story.recording, 405 * US).state(1)
    assert state is not None
    assert state.standing is Standing.RUNNING


def test_a_message_is_in_the_pipe_from_the_beginning_of_send_to_the_end_of_receive() -> None:
    story = family(1)
    _, left, right = story.pipe()
    story.does(0, "Connection.send", 10, 12, thing=left, value="'a'")
    story.does(0, "Connection.send", 20, 22, thing=left, value="'b'")
    story.does(1, "Connection.recv", 5, 30, thing=right)
    story.does(1, "Connection.send", 40, 41, thing=right, value="'c'")
    recording = story.recording

    def inside(at: int) -> list[list[str]]:
        (pipe,) = world_at(recording, at * US).things
        assert isinstance(pipe, Pipe)
        return [[message.value for message in way.messages] for way in pipe.ways]

    assert inside(5) == [[], []]
    assert inside(10) == [["'a'"], []]
    assert inside(25) == [["'a'", "'b'"], []]
    assert inside(30) == [["'b'"], []]
    assert inside(45) == [["'b'"], ["'c'"]]


def test_a_message_knows_who_will_receive_it() -> None:
    story = family(2)
    _, left, right = story.pipe()
    story.does(0, "Connection.send", 10, 12, thing=left)
    story.does(2, "Connection.recv", 5, 30, thing=right)
    (pipe,) = world_at(story.recording, 20 * US).things
    assert isinstance(pipe, Pipe)
    (message,) = pipe.ways[0].messages
    assert (message.sender, message.receiver, message.received) == (0, 2, 30 * US)


def test_a_queue_holds_what_was_put_and_not_taken_and_shows_who_waits() -> None:
    story = family(2)
    items = story.thing("Queue", "items", detail="5")
    story.does(0, "Queue.put", 10, 11, thing=items, value="1")
    story.does(0, "Queue.put", 20, 21, thing=items, value="2")
    story.does(1, "Queue.get", 30, 31, thing=items, value="1")
    story.does(1, "Queue.get", 100, 101, thing=items, value="2")
    story.does(2, "Queue.get", 200, 900, thing=items)
    recording = story.recording
    (queue,) = world_at(recording, 50 * US).things
    assert isinstance(queue, Queue)
    assert ([item.value for item in queue.items], queue.many, queue.size) == (["2"], 1, 5)
    (queue,) = world_at(recording, 400 * US).things
    assert isinstance(queue, Queue)
    assert (queue.many, queue.waiting) == (0, (2,))


def lock_story() -> Story:
    story = family(3)
    lock = story.thing("Lock", "lock", detail="1/1")
    story.does(1, "Lock.acquire", 10, 11, thing=lock)
    story.does(3, "Lock.acquire", 20, 500, thing=lock)
    story.does(2, "Lock.acquire", 30, 800, thing=lock)
    story.does(1, "Lock.release", 490, 491, thing=lock)
    story.does(3, "Lock.release", 790, 791, thing=lock)
    return story


def lock_at(story: Story, at: int) -> Lock:
    (lock,) = world_at(story.recording, at * US).things
    assert isinstance(lock, Lock)
    return lock


def test_a_lock_has_its_holder_and_waiters_in_the_order_of_their_coming() -> None:
    story = lock_story()
    assert lock_at(story, 5).holders == ()
    assert lock_at(story, 5).free == 1
    assert (lock_at(story, 100).holders, lock_at(story, 100).waiting) == ((1,), (3, 2))
    assert lock_at(story, 495).holders == ()
    assert (lock_at(story, 600).holders, lock_at(story, 600).waiting) == ((3,), (2,))
    assert (lock_at(story, 900).holders, lock_at(story, 900).waiting) == ((2,), ())


def test_a_semaphore_counts_what_is_free() -> None:
    story = family(3)
    places = story.thing("Semaphore", "places", detail="2/2147483647")
    story.does(1, "Semaphore.acquire", 10, 11, thing=places)
    story.does(2, "Semaphore.acquire", 20, 21, thing=places)
    story.does(1, "Semaphore.release", 30, 31, thing=places)
    assert [lock_at(story, at).free for at in (5, 15, 25, 35)] == [2, 1, 0, 1]
    assert lock_at(story, 35).holders == (2,)


def test_an_event_is_set_until_it_is_cleared() -> None:
    story = family(1)
    green = story.thing("Event", "green")
    story.does(0, "Event.set", 10, 11, thing=green)
    story.does(0, "Event.clear", 20, 21, thing=green)
    story.does(1, "Event.wait", 30, 400, thing=green)
    states = []
    for at in (5, 15, 100):
        (flag,) = world_at(story.recording, at * US).things
        assert isinstance(flag, Flag)
        states.append((flag.is_set, flag.waiting))
    assert states == [(False, ()), (True, ()), (False, (1,))]


def test_those_who_wait_at_a_barrier_are_there() -> None:
    story = family(3)
    barrier = story.thing("Barrier", "barrier", detail="3")
    story.does(1, "Barrier.wait", 10, 400, thing=barrier)
    story.does(2, "Barrier.wait", 100, 400, thing=barrier)
    (gathering,) = world_at(story.recording, 200 * US).things
    assert isinstance(gathering, Gathering)
    assert (gathering.waiting, gathering.parties) == ((1, 2), 3)


def test_a_server_holds_objects_with_the_last_values_seen_and_the_calls_that_go_on() -> None:
    story = family(2)
    story.process(3, 3, role=Role.MANAGER_SERVER, name="SyncManager-1")
    shared = story.thing("managed dict", "shared")
    story.does(1, "dict.__getitem__", 10, 20, thing=shared, value="'left' → 4")
    story.does(2, "dict.__getitem__", 15, 40, thing=shared, value="'left' → 4")
    story.does(1, "dict.__setitem__", 30, 35, thing=shared, value="'left', 3")
    recording = story.recording

    def held(at: int) -> tuple[str, list[int]]:
        (server,) = world_at(recording, at * US).things
        assert isinstance(server, Server)
        (managed,) = server.objects
        return managed.value, [call.process for call in managed.calls]

    assert held(12) == ("", [1])
    assert held(25) == ("'left': 4", [2])
    assert held(32) == ("'left': 4", [2, 1])
    assert held(50) == ("'left': 4", [])  # the last answer to arrive, whoever it was for


def test_a_pool_counts_tasks_that_wait_run_and_are_done() -> None:
    story = Story()
    story.process(0)
    for number in (1, 2):
        story.process(number, 10, role=Role.POOL_WORKER, name=f"ForkPoolWorker-{number}")
    pool = story.thing("Pool", "pool", 20, detail="2")
    for job in range(3):
        story.thing("AsyncResult", f"result {job}", 30 + job, detail=str(job), whole=pool)
    story.does(1, "Pool.task", 100, 200, value="0.0 work(1)", depth=1)
    story.does(2, "Pool.task", 110, 400, value="1.0 work(2)", depth=1)
    story.does(1, "Pool.task", 210, 300, value="2.0 work(3)", depth=1)
    found = []
    for at in (50, 150, 250, 500):
        (state,) = world_at(story.recording, at * US).things
        assert isinstance(state, Pool)
        found.append((state.waiting, [task.worker for task in state.tasks], state.done))
    assert found == [(3, [], 0), (1, [1, 2], 0), (0, [1, 2], 1), (0, [], 3)]


def test_a_shared_value_shows_what_was_last_written() -> None:
    story = family(1)
    value = story.thing("Value", "total", detail="c_int")
    story.does(1, "Value.set", 10, 11, thing=value, value="7")
    (shared,) = world_at(story.recording, 20 * US).things
    assert isinstance(shared, Shared)
    assert (shared.value, shared.by) == ("7", 1)


def test_what_a_queue_is_made_of_is_seen_under_the_hood_only() -> None:
    story = family(1)
    story.thing("Queue", "items")
    story.thing("Lock", "_rlock", whole=1)
    recording = story.recording
    assert len(world_at(recording, 50 * US).things) == 1
    assert len(world_at(recording, 50 * US, hood=True).things) == 2


def test_helpers_are_seen_under_the_hood_only() -> None:
    story = family(1)
    story.process(2, role=Role.RESOURCE_TRACKER)
    assert len(world_at(story.recording, 50 * US).processes) == 2
    assert len(world_at(story.recording, 50 * US, hood=True).processes) == 3


def test_the_line_of_each_living_process_is_known() -> None:
    story = family(2)
    story.does(0, "Process.join", 50, 900, target=1, line=31)
    story.does(1, "Connection.recv", 60, 70, line=12)
    story.ends(2, 80)
    assert lines_at(story.recording, 65 * US) == {0: 31, 1: 12}
    assert lines_at(story.recording, 40 * US) == {}


def opposite_locks() -> Story:
    story = family(2)
    a = story.thing("Lock", "a", detail="1/1")
    b = story.thing("Lock", "b", detail="1/1")
    story.does(1, "Lock.acquire", 10, 11, thing=a)
    story.does(2, "Lock.acquire", 12, 13, thing=b)
    story.does(1, "Lock.acquire", 20, None, thing=b)
    story.does(2, "Lock.acquire", 25, None, thing=a)
    story.does(0, "Process.join", 30, None, target=1)
    return story


def test_processes_that_wait_for_each_other_are_a_deadlock_with_those_who_wait_for_them() -> None:
    story = opposite_locks()
    story.does(3, "print", 900, 901)
    recording = story.recording
    found = deadlocked(world_at(recording, 800 * US), recording)
    assert {(wait.process, wait.of) for wait in found} == {(0, (1,)), (1, (2,)), (2, (1,))}


def test_the_last_to_block_is_blocked_although_nothing_happens_after_it() -> None:
    story = opposite_locks()
    recording = story.recording
    world = world_at(recording, recording.end)
    assert [state.standing for state in world.processes] == [Standing.BLOCKED] * 3
    assert len(deadlocked(world, recording)) == 3


def test_a_wait_that_somebody_can_still_end_is_no_deadlock() -> None:
    story = family(2)
    a = story.thing("Lock", "a", detail="1/1")
    story.does(1, "Lock.acquire", 10, 11, thing=a)
    story.does(2, "Lock.acquire", 20, None, thing=a)
    story.does(0, "Process.join", 30, None, target=2)
    story.does(1, "print", 900, 901)
    recording = story.recording
    world = world_at(recording, 800 * US)
    assert deadlocked(world, recording) == ()
    assert waits_in(world, recording) == (Wait(0, NOBODY, (2,)), Wait(2, a, (1,)))


def test_stepping_visits_every_beginning_and_end_and_comes_back() -> None:
    story = family(1)
    story.does(0, "Process.join", 50, 90, target=1)
    story.does(1, "Connection.recv", 60, 70)
    recording = story.recording
    moments, at = [], 40 * US
    while (following := next_moment(recording, at)) != at:
        moments.append(following // US)
        at = following
    assert moments == [50, 60, 70, 90]
    back = []
    while (before := previous_moment(recording, at)) and before >= 50 * US:
        back.append(before // US)
        at = before
    assert back == [70, 60, 50]
