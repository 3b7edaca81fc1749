"""Consumers take items from one queue: each item goes to one of them only, to whoever is free."""

from multiprocessing import Process, Queue
from time import sleep

ITEMS = 20  # how many items the producer puts into the queue
CONSUMERS = 3  # how many processes take them out
SECONDS = 0.05  # how long a consumer works on an item
SLOWER = 4  # how many times as long consumer 1 takes


def consume(number, items, done):
    while (item := items.get()) is not None:
        sleep(SECONDS * SLOWER if number == 1 else SECONDS)
        done.put((number, item))


if __name__ == "__main__":
    items, done = Queue(), Queue()
    consumers = [Process(target=consume, args=(number, items, done)) for number in range(1, CONSUMERS + 1)]
    for consumer in consumers:
        consumer.start()

    for item in range(1, ITEMS + 1):
        items.put(item)
    for _ in consumers:
        items.put(None)  # for each consumer one: there is nothing more to come

    taken = {number: [] for number in range(1, CONSUMERS + 1)}
    for _ in range(ITEMS):
        number, item = done.get()
        taken[number].append(item)
    for consumer in consumers:
        consumer.join()

    for number, numbers in taken.items():
        print(f"consumer {number}:", *numbers)
    results = {f"consumer {number}": len(numbers) for number, numbers in taken.items()}
    results_unit = "items"
