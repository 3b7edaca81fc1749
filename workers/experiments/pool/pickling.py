"""Functions go to a worker by name, data by value, lambdas not at all."""

import pickle
from multiprocessing import Pool

NUMBERS = 1_000  # how many numbers are in the list


def total(numbers):
    return sum(numbers)


def call(function):
    return function(range(4))


if __name__ == "__main__":
    numbers = list(range(NUMBERS))
    results = {
        "a function": len(pickle.dumps(total)),
        f"{NUMBERS} numbers": len(pickle.dumps(numbers)),
    }
    results_unit = "bytes"
    with Pool(1) as pool:
        print(f"a list:      {pool.apply(total, (numbers,))}")
        print(f"a function:  {pool.apply(call, (total,))}")
        for name, thing in (
            ("a lambda", lambda numbers: sum(numbers) / 2),
            ("a generator", (number for number in numbers)),
        ):
            try:
                pool.apply(call, (thing,))
            except (pickle.PicklingError, AttributeError, TypeError) as error:
                print(f"{name + ':':12} {type(error).__name__}")
