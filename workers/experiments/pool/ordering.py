"""map, starmap, imap, imap_unordered: which result comes when."""

from multiprocessing import Barrier, Pool
from time import perf_counter, sleep

SECONDS = 0.1  # how long the shortest task takes


def work(number, parts=None):
    parts = parts or (2, 4, 1, 3)[number - 1]  # task 3 is the shortest, task 2 the longest
    sleep(parts * SECONDS)
    return number


if __name__ == "__main__":
    results = {}  # when the first result came
    results_unit = "seconds"
    all_started = Barrier(5)
    with Pool(4, initializer=all_started.wait) as pool:
        all_started.wait()
        for name, ask, tasks in (
            ("map", pool.map, (1, 2, 3, 4)),
            ("starmap", pool.starmap, ((1, 2), (2, 4), (3, 1), (4, 3))),
            ("imap", pool.imap, (1, 2, 3, 4)),
            ("imap_unordered", pool.imap_unordered, (1, 2, 3, 4)),
        ):
            began = perf_counter()
            print(f"{name}:")
            for number in ask(work, tasks):
                came = perf_counter() - began
                results.setdefault(name, came)
                print(f"  task {number} after {came:.1f} s")
