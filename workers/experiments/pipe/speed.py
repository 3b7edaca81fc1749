"""How fast messages go from one process to another, by what carries them."""

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
    carriers = {"Pipe": (writer.send, reader.recv), "shared memory": (partial(write, *shared), partial(read, *shared))}
    for name, queue in (("SimpleQueue", SimpleQueue()), ("Queue", Queue()), ("Manager's Queue", Manager().Queue())):
        carriers[name] = queue.put, queue.get
    for name, (put, get) in carriers.items():
        process = Process(target=child, args=(put,))
        process.start()
        get()  # the child is there, now the clock may start
        began = perf_counter()
        for _ in range(MESSAGES):
            get()
        results[name] = MESSAGES / (perf_counter() - began)
        process.join()
        print(f"{name:16} {results[name]:9,.0f} messages/s {results[name] * SIZE / 1e6:7,.0f} MB/s")
