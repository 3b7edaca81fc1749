"""Two processes take two locks in opposite order: each holds what the other waits for."""

from multiprocessing import Barrier, Lock, Process
from time import sleep

IN_ORDER = False  # True: both take the knife first
PAUSE = 0.2  # seconds between taking the first and the second lock
PATIENCE = 1.0  # seconds until the parent ends those who still wait


def eat(name, all_here, first_thing, second_thing):
    (first, first_lock), (second, second_lock) = first_thing, second_thing
    all_here.wait()
    with first_lock:
        print(f"{name} holds the {first}, wants the {second}")
        sleep(PAUSE)
        with second_lock:
            print(f"{name} holds both and eats")


if __name__ == "__main__":
    knife, fork, all_here = ("knife", Lock()), ("fork", Lock()), Barrier(3)
    processes = {
        "Ann": Process(target=eat, args=("Ann", all_here, knife, fork)),
        "Bob": Process(target=eat, args=("Bob", all_here, *((knife, fork) if IN_ORDER else (fork, knife)))),
    }
    for process in processes.values():
        process.start()
    all_here.wait()

    results = {"have eaten": 0, "wait for ever": 0}
    results_unit = "processes"
    for name, process in processes.items():
        process.join(PATIENCE)
        if process.exitcode == 0:
            results["have eaten"] += 1
        else:
            results["wait for ever"] += 1
            print(f"{name} still waits, and would for ever")
    for process in processes.values():
        process.terminate()
        process.join()
