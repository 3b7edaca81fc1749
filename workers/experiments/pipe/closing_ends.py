"""A pipe is over only when every copy of its writing end is closed."""

from multiprocessing import Pipe, Process
from time import perf_counter, sleep

MESSAGES = 3  # how many messages the child sends
PAUSE = 0.5  # seconds from the last message until the child closes its end
CLOSE_PARENT_END = True  # False: the parent keeps its copy open, and waits for ever


def child(writer):
    for number in range(1, MESSAGES + 1):
        writer.send(f"message {number}")
    sleep(PAUSE)
    print("child:  I close my writing end")
    writer.close()


if __name__ == "__main__":
    reader, writer = Pipe(duplex=False)
    process = Process(target=child, args=(writer,))
    process.start()  # from here on there are two copies of the writing end
    if CLOSE_PARENT_END:
        print("parent: I close my writing end")
        writer.close()

    results = {}  # when each message came, and when the end
    results_unit = "seconds"
    began = perf_counter()
    try:
        while True:
            message = reader.recv()
            print(f"parent: received {message}")
            results[message] = perf_counter() - began
    except EOFError:
        print("parent: EOFError, all writing ends are closed")
        results["EOFError"] = perf_counter() - began
    process.join()
