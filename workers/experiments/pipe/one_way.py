"""A one-way pipe: its first end only reads, its second end only writes."""

from multiprocessing import Pipe, Process
from time import perf_counter

MESSAGES = 5_000  # how many messages are timed


def child(writer):
    for number in range(MESSAGES + 1):
        writer.send(number)


def seconds(duplex):
    reader, writer = Pipe(duplex)
    process = Process(target=child, args=(writer,))
    process.start()
    reader.recv()  # the child is there, now the clock may start
    began = perf_counter()
    for _ in range(MESSAGES):
        reader.recv()
    elapsed = perf_counter() - began
    process.join()
    return elapsed


if __name__ == "__main__":
    reader, writer = Pipe(duplex=False)
    writer.send("hello")
    print(f"reader.recv: {reader.recv()}")
    try:
        reader.send("hello")
    except OSError as error:
        print(f"reader.send: {error!r}")
    try:
        writer.recv()
    except OSError as error:
        print(f"writer.recv: {error!r}")

    results = {"one-way pipe": seconds(duplex=False), "two-way pipe": seconds(duplex=True)}
    results_unit = f"seconds for {MESSAGES} messages"
