"""Inside a Queue: a pipe, two locks, a buffer, and a thread that carries items from the buffer to the pipe."""

from multiprocessing import Process, Queue
from time import sleep

ITEMS = 200  # how many items are put while nobody takes any
SIZE = 1_000  # bytes in an item
TAKEN = 50  # how many items the child then takes
PAUSE = 0.2  # seconds for the feeder thread to do what it can


def take(queue):
    for _ in range(TAKEN):
        queue.get()
    print(f"child took {TAKEN} items")


if __name__ == "__main__":
    queue = Queue()
    print(f"thread:  {queue._thread}")  # names with _ are for looking only
    print(f"pipe:    {queue._reader.fileno()} reads, {queue._writer.fileno()} writes")
    print(f"to get:  {queue._rlock}")
    print(f"to put:  {queue._wlock}")  # None on Windows: there a message is written in one piece
    for _ in range(ITEMS):
        queue.put(bytes(SIZE))
    sleep(PAUSE)
    print(f"thread:  {queue._thread.name}")
    results = {"in the buffer": len(queue._buffer), "under way": ITEMS - len(queue._buffer)}
    results_unit = "items"
    print(f"put {ITEMS}, in the buffer are {len(queue._buffer)}")

    process = Process(target=take, args=(queue,))
    process.start()
    process.join()
    sleep(PAUSE)
    results["buffer, later"] = len(queue._buffer)
    print(f"in the buffer are now {len(queue._buffer)}")
    queue.cancel_join_thread()  # the rest may be lost: do not wait for somebody to take it
