"""A process that has put big items does not end before they are taken: join before get waits for ever."""

from multiprocessing import Event, Process, Queue
from time import perf_counter

GET_FIRST = False  # True: the parent takes the item before it joins
PATIENCE = 0.5  # seconds until the parent gives up joining


def child(queue, size, has_put):
    queue.put(bytes(size))
    has_put.set()  # this was the last line: what keeps the child alive?


if __name__ == "__main__":
    results = {}  # how long join() waited
    results_unit = "seconds"
    for size in (1_000, 65_000, 66_000, 1_000_000):
        queue, has_put = Queue(), Event()
        process = Process(target=child, args=(queue, size, has_put))
        process.start()
        has_put.wait()
        if GET_FIRST:
            queue.get()

        began = perf_counter()
        process.join(PATIENCE)
        results[f"{size} bytes"] = perf_counter() - began
        print(f"{size:7} bytes: child {'still lives' if process.is_alive() else 'has ended'}")
        if not GET_FIRST:
            queue.get()  # from here on join() can come to its end
        process.join()
