"""Whoever finds the last cake eats it. Make somebody reach for a cake that is gone."""

from multiprocessing import Lock, Manager, Process


def eat(shelf, lock):
    if "cake" in shelf:
        shelf.pop("cake")


if __name__ == "__main__":
    with Manager() as manager:
        shelf, lock = manager.dict(cake=1), Lock()
        processes = [Process(target=eat, args=(shelf, lock)) for _ in range(2)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
