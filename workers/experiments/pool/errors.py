"""An error in a task stays silent until somebody asks for the result."""

from multiprocessing import Pool

TASKS = 4  # how many tasks there are; the one with number 0 fails
GET = False  # True: ask for every result
CALLBACK = False  # True: leave an error_callback


def divide(number):
    return 12 / number


def notice(error):
    noticed.append(error)
    print(f"error_callback: {error!r}")


if __name__ == "__main__":
    noticed = []
    pool = Pool(2)
    callback = notice if CALLBACK else None
    answers = [pool.apply_async(divide, (n,), error_callback=callback) for n in range(TASKS)]
    pool.close()
    pool.join()
    print("all tasks are over")
    for answer in answers if GET else []:
        try:
            print(f"get: {answer.get()}")
        except ZeroDivisionError as error:
            noticed.append(error)
            print(f"get: {error!r}")
    errors = sum(not answer.successful() for answer in answers)
    results = {"tasks": TASKS, "errors": errors, "noticed": len(noticed)}
    results_unit = "tasks"
    print(f"errors: {errors}, noticed: {len(noticed)}")
