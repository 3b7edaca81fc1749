"""The cook calls once when the soup is ready. Make the guest wait for ever."""

from multiprocessing import Condition, Process, Value


def dine(kitchen, ready):
    with kitchen:
        kitchen.wait()
    print("eats")


if __name__ == "__main__":
    kitchen, ready = Condition(), Value("b", False)
    guest = Process(name="guest", target=dine, args=(kitchen, ready))
    guest.start()
    with kitchen:
        ready.value = True
        kitchen.notify()
    guest.join()
