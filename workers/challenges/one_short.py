"""The boat leaves when all three are there. Make everybody wait for ever."""

from multiprocessing import Barrier, Process


def board(boat):
    boat.wait()
    print("on the way")


if __name__ == "__main__":
    boat = Barrier(3)
    for _ in range(2):
        Process(target=board, args=(boat,)).start()
