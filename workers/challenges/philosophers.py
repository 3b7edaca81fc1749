"""Three philosophers, three forks, and each needs two. Make them all starve."""

from multiprocessing import Lock, Process


def dine(left, right):
    with left, right:
        print("eats")


if __name__ == "__main__":
    forks = [Lock() for _ in range(3)]
    for seat in range(3):
        Process(target=dine, args=(forks[seat], forks[(seat + 1) % 3])).start()
