"""One place to park, two cars, and a guard who opens the gate once too often. Make both cars park at a time."""

from multiprocessing import Process, Semaphore, Value


def park(places, parked):
    with places:
        with parked.get_lock():
            parked.value += 1
            assert parked.value == 1, "two cars on one place"
        with parked.get_lock():
            parked.value -= 1


if __name__ == "__main__":
    places, parked = Semaphore(1), Value("i", 0)
    for _ in range(2):
        Process(target=park, args=(places, parked)).start()
    places.release()
