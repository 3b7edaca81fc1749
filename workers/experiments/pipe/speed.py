"""How fast messages go from process to process, by what carries them."""

from functools import partial
from multiprocessing import Manager, Pipe, Process, Queue, RawArray, Semaphore, SimpleQueue
from time import perf_counter

MESSAGES = 1_000  # how many messages each carrier is given
SIZE = 1_000  # bytes in a message


def write(memory, free, full, message):
    free.acquire()  # wait until the last message has been read
    memory.raw = message
    full.release()


def read(memory, free, full):
    full.acquire()  # wait until there is a message
    message = memory.raw
    free.release()
    return message


def child(put):
    for _ in range(MESSAGES + 1):
        put(bytes(SIZE))


if __name__ == "__main__":
    results, results_unit = {}, "messages per second"
    reader, writer = Pipe(duplex=False)
    shared = RawArray("c", SIZE), Semaphore(1), Semaphore(0)
    queues = {"SimpleQueue": SimpleQueue(), "Queue": Queue(), "Manager's Queue": Manager().Queue()}
    for name, put, get in (
        ("Pipe", writer.send, reader.recv),
        ("shared memory", partial(write, *shared), partial(read, *shared)),
        *((name, queue.put, queue.get) for name, queue in queues.items()),
    ):
        Process(target=child, args=(put,)).start()
        get()  # the child is there, now the clock may start
        began = perf_counter()
        for _ in range(MESSAGES):
            get()
        rate = results[name] = MESSAGES / (perf_counter() - began)
        print(f"{name:16} {rate:9,.0f} messages/s {rate * SIZE / 1e6:7,.0f} MB/s")
