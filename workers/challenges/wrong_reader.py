"""The letter for Ann and the letter for Bob go through one queue. Make them read each other's."""

from multiprocessing import Process, SimpleQueue


def read(name, letters):
    letter = letters.get()
    assert name in letter, f"{name} reads: {letter}"


if __name__ == "__main__":
    to_ann = SimpleQueue()
    to_bob = to_ann
    Process(name="Ann", target=read, args=("Ann", to_ann)).start()
    Process(name="Bob", target=read, args=("Bob", to_bob)).start()
    to_ann.put("Dear Ann")
    to_bob.put("Dear Bob")
