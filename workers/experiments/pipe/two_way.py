"""What goes in at one end of a two-way pipe comes out at the other."""

from multiprocessing import Pipe, Process
from time import perf_counter

PARENT_SAYS = "hello, child"  # the message that the parent sends
CHILD_SAYS = "hello, parent"  # the message that the child sends
ROUND_TRIPS = 5  # how often a message then goes there and back


def child(end):
    end.send(CHILD_SAYS)
    print(f"child  received: {end.recv()}")
    for _ in range(ROUND_TRIPS):
        end.send(end.recv())


if __name__ == "__main__":
    left, right = Pipe()
    process = Process(target=child, args=(right,))
    began = perf_counter()
    process.start()
    left.send(PARENT_SAYS)  # each way is a stream of its own: two messages may cross
    print(f"parent received: {left.recv()}")
    results = {"start, 1st message": perf_counter() - began}
    results_unit = "seconds"

    for number in range(1, ROUND_TRIPS + 1):
        began = perf_counter()
        left.send(number)
        left.recv()
        results[f"round trip {number}"] = perf_counter() - began
    process.join()
