"""A manager on the network: a visitor with a wrong key is refused."""

from multiprocessing import AuthenticationError, Process
from multiprocessing.managers import BaseManager, ListProxy

NOTES = 3  # how many notes each visitor leaves
KEY = "secret"  # what the server and its visitors must both know
WRONG_KEY = "guess"  # what the second visitor tries

notes = []  # the server's list, in the server's process


class Board(BaseManager):
    """What server and visitors agree on: whoever asks for `notes` gets a proxy."""


def get_notes():
    return notes


Board.register("notes", get_notes, ListProxy)


def visit(name, address, key):
    board = Board(address, authkey=key.encode())
    try:
        board.connect()
    except AuthenticationError as error:
        print(f"{name}: {error}")
        return
    board.notes().extend([f"{name} {number}" for number in range(1, NOTES + 1)])
    print(f"{name}: left {NOTES} notes")


if __name__ == "__main__":
    results = {}
    results_unit = "notes on the board"
    # 127.0.0.1 is this machine only. Port 0: any port that is free.
    with Board(("127.0.0.1", 0), authkey=KEY.encode()) as board:
        print(f"server at {board.address}")
        for name, key in (("friend", KEY), ("stranger", WRONG_KEY)):
            process = Process(target=visit, args=(name, board.address, key))
            process.start()
            process.join()
            results[name] = sum(name in note for note in board.notes()[:])
