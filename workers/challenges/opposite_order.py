"""To eat takes a knife and a fork. Make both wait for ever."""

from multiprocessing import Lock, Process


def eat(first, second):
    with first, second:
        print("eats")


if __name__ == "__main__":
    knife, fork = Lock(), Lock()
    Process(name="Ann", target=eat, args=(knife, fork)).start()
    Process(name="Bob", target=eat, args=(fork, knife)).start()
