"""join() of a JoinableQueue waits until every item is finished, not only until it was taken."""

from multiprocessing import JoinableQueue, Process, Value
from time import perf_counter, sleep

ITEMS = 3  # how many items there are
SECONDS = 0.3  # how long the worker works on an item
CALL_TASK_DONE = True  # False: the worker never says that it is done, and join() waits for ever


def work(queue, taken_at):
    while True:
        item = queue.get()
        taken_at.value = perf_counter()
        print(f"worker: took item {item}")
        sleep(SECONDS)
        print(f"worker: finished item {item}")
        if CALL_TASK_DONE:
            queue.task_done()


if __name__ == "__main__":
    queue, taken_at = JoinableQueue(), Value("d")
    Process(target=work, args=(queue, taken_at), daemon=True).start()  # ends with the parent
    began = perf_counter()
    for item in range(1, ITEMS + 1):
        queue.put(item)
    queue.join()
    joined_at = perf_counter()
    print("parent: join() has returned")
    try:
        queue.task_done()
    except ValueError as error:
        print(f"parent: {error}")

    results = {"last item taken": taken_at.value - began, "join() returned": joined_at - began}
    results_unit = "seconds"
