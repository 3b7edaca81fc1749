"""Philosophers at a round table need two forks each: if all take the left one first, all starve."""

from multiprocessing import Barrier, Lock, Process, RawArray
from random import uniform
from time import sleep

SEATS = 5  # how many philosophers, and how many forks
MEALS = 100  # how often each wants to eat
LAST_TURNS_ROUND = False  # True: the last one takes the right fork first
THINK = 0.02  # seconds at most that each thinks before a meal
PAUSE = 0.003  # seconds between the first fork and the second
PATIENCE = 0.5  # seconds without a meal that count as starving


def dine(seat, forks, meals, all_here):
    left, right = forks[seat], forks[(seat + 1) % SEATS]
    if LAST_TURNS_ROUND and seat == SEATS - 1:
        left, right = right, left
    all_here.wait()
    for _ in range(MEALS):
        sleep(uniform(0, THINK))
        with left:
            sleep(PAUSE)
            with right:
                meals[seat] += 1


if __name__ == "__main__":
    forks, meals, all_here = [Lock() for _ in range(SEATS)], RawArray("i", SEATS), Barrier(SEATS + 1)
    philosophers = [Process(target=dine, args=(seat, forks, meals, all_here)) for seat in range(SEATS)]
    for philosopher in philosophers:
        philosopher.start()
    all_here.wait()

    before = None
    while before != list(meals):
        before = list(meals)
        sleep(PATIENCE)
    for seat, philosopher in enumerate(philosophers):
        state = "starves" if philosopher.is_alive() else "is done"
        print(f"philosopher {seat + 1}: {meals[seat]:3} meals, {state}")
        philosopher.terminate()
        philosopher.join()
    results = {f"philosopher {seat + 1}": count for seat, count in enumerate(meals)}
    results_unit = "meals"
