"""Two writers share one end of a pipe, and their messages are long. Make the stream break."""

from multiprocessing import Lock, Pipe, Process

SIZE = 20_000  # bytes in a message


def write(end, lock, letter):
    end.send_bytes(letter * SIZE)


if __name__ == "__main__":
    (reader, writer), lock = Pipe(duplex=False), Lock()
    for letter in (b"a", b"b"):
        Process(target=write, args=(writer, lock, letter)).start()
    for _ in range(2):
        message = reader.recv_bytes(SIZE)
        assert message == message[:1] * SIZE, "a mixed message"
