"""A plain list inside a managed dict: changes to it are lost."""

from multiprocessing import Manager, Process

PROCESSES = 3  # how many processes add their number, one after another


def append(shared, number):
    shared["numbers"].append(number)


def assign_back(shared, number):
    numbers = shared["numbers"]
    numbers.append(number)
    shared["numbers"] = numbers


if __name__ == "__main__":
    results = {}
    results_unit = "numbers in the list"
    with Manager() as manager:
        for name, add, numbers in (
            ("append", append, []),
            ("assign back", assign_back, []),
            ("managed list", append, manager.list()),
        ):
            shared = manager.dict(numbers=numbers)
            for number in range(1, PROCESSES + 1):
                process = Process(target=add, args=(shared, number))
                process.start()
                process.join()
            print(f"{name + ':':13} {list(shared['numbers'])}")
            results[name] = len(shared["numbers"])
