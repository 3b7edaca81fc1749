"""Two writers on one end: without a lock big messages get mixed up."""

from contextlib import nullcontext
from multiprocessing import Lock, Pipe, Process

SIZE = 16_385  # bytes in a message; up to 16_384 leave in one write
MESSAGES = 10_000  # how many messages each writer sends
USE_LOCK = False  # True: one writer at a time


def write(end, lock, letter):
    for _ in range(MESSAGES):
        with lock if USE_LOCK else nullcontext():
            end.send_bytes(letter * SIZE)


if __name__ == "__main__":
    reading_end, shared_end = Pipe()
    lock = Lock()
    writers = [
        Process(target=write, args=(shared_end, lock, b"a")),
        Process(target=write, args=(shared_end, lock, b"b")),
    ]
    for writer in writers:
        writer.start()
    shared_end.close()

    whole = 0  # messages that hold the letter of one writer only
    try:
        while True:
            message = reading_end.recv_bytes(SIZE)
            whole += message == message[:1] * SIZE
    except EOFError:
        print("the stream came to its end")
    except OSError as error:
        print(f"the stream is broken: {error}")

    for writer in writers:
        writer.terminate()  # a broken stream cannot be mended
        writer.join()
    results = {"sent": 2 * MESSAGES, "arrived whole": whole}
    results_unit = "messages"
    print(f"{whole} of {2 * MESSAGES} messages arrived whole")
