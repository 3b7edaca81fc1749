"""The callback asks for the other result. Make it wait for ever."""

from multiprocessing import Pool


def square(number):
    return number * number


def add_the_other(value):
    print(value + second.get())


if __name__ == "__main__":
    with Pool(2) as pool:
        first = pool.apply_async(square, (2,), callback=add_the_other)
        second = pool.apply_async(square, (3,))
        first.get()
        second.get()
