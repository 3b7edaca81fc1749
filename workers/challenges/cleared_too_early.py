"""The light is green for a moment only. Make the car wait for ever."""

from multiprocessing import Event, Process


def drive(green):
    green.wait()
    print("drives on")


if __name__ == "__main__":
    green = Event()
    car = Process(name="car", target=drive, args=(green,))
    car.start()
    green.set()
    green.clear()
    car.join()
