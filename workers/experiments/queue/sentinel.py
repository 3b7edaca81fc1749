"""A consumer learns from a sentinel that there is no more to come; one sentinel ends one consumer."""

from multiprocessing import Barrier, Process, Queue

ITEMS = 6  # how many items the producer puts into the queue
CONSUMERS = 3  # how many processes take them out
SENTINELS = 1  # how many times the producer then puts None
PUT_BACK = False  # True: a consumer puts None back for the next one
PATIENCE = 1.0  # seconds until the producer gives up waiting


def consume(number, queue, all_here):
    all_here.wait()
    while (item := queue.get()) is not None:
        print(f"consumer {number}: {item}")
    if PUT_BACK:
        queue.put(None)
    print(f"consumer {number}: None, I am done")


if __name__ == "__main__":
    queue, all_here = Queue(), Barrier(CONSUMERS + 1)
    for item in range(1, ITEMS + 1):
        queue.put(f"item {item}")
    for _ in range(SENTINELS):
        queue.put(None)
    consumers = [Process(target=consume, args=(number, queue, all_here)) for number in range(1, CONSUMERS + 1)]
    for consumer in consumers:
        consumer.start()
    all_here.wait()

    results = {"ended": 0, "waiting for ever": 0}
    results_unit = "consumers"
    for number, consumer in enumerate(consumers, start=1):
        consumer.join(PATIENCE)
        if consumer.is_alive():
            print(f"producer: I must end consumer {number}")
            consumer.terminate()
            consumer.join()
            results["waiting for ever"] += 1
        else:
            results["ended"] += 1
