"""Writing into a pipe that nobody reads any more is a BrokenPipeError."""

from multiprocessing import Pipe, Process

READ = 3  # how many messages the child reads before it ends
SIZE = 1_000  # bytes in a message
CLOSE_PARENT_END = True  # False: the parent's stays open, it waits for ever


def child(reader):
    for number in range(1, READ + 1):
        reader.recv_bytes()
        print(f"child:  read message {number}")


if __name__ == "__main__":
    reader, writer = Pipe(duplex=False)
    process = Process(target=child, args=(reader,))
    process.start()  # from here on there are two copies of the reading end
    if CLOSE_PARENT_END:
        reader.close()

    sent = 0
    try:
        while True:
            writer.send_bytes(bytes(SIZE))
            sent += 1
    except BrokenPipeError as error:
        print(f"parent: {error!r}")
    process.join()
    print(f"parent: sent {sent}, read were {READ}")
    results = {"sent": sent, "read": READ}
    results_unit = "messages"
