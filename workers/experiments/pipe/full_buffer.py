"""send() fills a buffer of the system, and waits when that is full."""

from multiprocessing import Pipe, Process, Value
from time import sleep

SIZE = 1_000  # bytes in a message
PATIENCE = 0.2  # seconds without progress that count as waiting


def child(writer, sent):
    sent.value = 0
    while True:
        writer.send_bytes(bytes(SIZE))
        sent.value += 1


def messages_until_it_waits(sent):
    before = -1
    while sent.value < 0 or sent.value != before:
        before = sent.value
        sleep(PATIENCE)
    return before


if __name__ == "__main__":
    results = {}
    results_unit = "bytes"
    for name, duplex in (("one-way", False), ("two-way", True)):
        reader, writer = Pipe(duplex)
        sent = Value("q", -1)  # the child is not there yet
        process = Process(target=child, args=(writer, sent), daemon=True)
        process.start()
        full = messages_until_it_waits(sent)
        print(f"{name}: child waits after {full} messages")
        for _ in range(full):
            reader.recv_bytes()
        print(f"  all read, now it waits after {messages_until_it_waits(sent)}")
        process.terminate()
        process.join()
        results[f"{name} pipe"] = full * SIZE
