"""Without a Manager each process changes a copy of its own."""

from multiprocessing import Manager, Process

PROCESSES = 4  # how many processes take one apple each, one after another
USE_MANAGER = False  # True: the dict lives in a server that all processes ask


def take_one(basket, number):
    basket["apples"] -= 1
    print(f"child {number} sees  {basket['apples']}")


if __name__ == "__main__":
    basket = {"apples": PROCESSES}
    if USE_MANAGER:
        manager = Manager()
        basket = manager.dict(basket)

    print(f"parent has    {basket['apples']}")
    results = {"at first": basket["apples"]}
    results_unit = "apples in the parent's dict"
    for number in range(1, PROCESSES + 1):
        process = Process(target=take_one, args=(basket, number))
        process.start()
        process.join()
        results[f"after child {number}"] = basket["apples"]
    print(f"parent has    {basket['apples']}")
