"""What it costs to start a process: by start method, for the first one and for those that follow."""

from multiprocessing import get_all_start_methods, get_context
from time import perf_counter

LATER = 10  # how many are started after the first
MEGABYTES = 0  # how much memory the parent fills before


def child():
    pass


def seconds(context):
    """From the start of a child that does nothing to its end."""
    began = perf_counter()
    process = context.Process(target=child)
    process.start()
    process.join()
    return perf_counter() - began


if __name__ == "__main__":
    ballast = b"x" * (MEGABYTES * 1_000_000)  # fork has to take note of each page of it
    results = {}  # for one process, from its start to its end
    results_unit = "seconds"
    for method in get_all_start_methods():
        context = get_context(method)
        first = seconds(context)
        later = [seconds(context) for _ in range(LATER)]
        print(f"{method:10} {first:6.4f} s, then {sum(later) / LATER:6.4f} s")
        results[f"{method}, first"] = first
        results[f"{method}, later"] = later
