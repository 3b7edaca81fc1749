"""Two processes each take one ticket of two. Make one ticket be left over."""

from multiprocessing import Lock, Process, Value


def take(tickets, lock):
    tickets.value -= 1


if __name__ == "__main__":
    tickets, lock = Value("i", 2), Lock()
    processes = [Process(target=take, args=(tickets, lock)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert tickets.value == 0, "a ticket is left over"
