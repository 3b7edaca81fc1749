"""empty() tells what was true a moment ago: right after a put() it may still call the queue empty."""

from multiprocessing import Queue, SimpleQueue

KIND = ("Queue", "SimpleQueue")[0]  # kind of queue
ROUNDS = 1_000  # how often one item is put in and taken out again


def seen_empty(queue):
    """Put an item, ask at once whether the queue is empty, and take the item out again."""
    queue.put("item")
    empty = queue.empty()
    queue.get()
    return empty


if __name__ == "__main__":
    queue = Queue() if KIND == "Queue" else SimpleQueue()
    wrong = sum(seen_empty(queue) for _ in range(ROUNDS))
    print(f"{KIND}: one item is in it, {ROUNDS} times")
    print(f"empty() said True:  {wrong}")
    print(f"empty() said False: {ROUNDS - wrong}")
    results = {"empty() True": wrong, "empty() False": ROUNDS - wrong}
    results_unit = "answers"
