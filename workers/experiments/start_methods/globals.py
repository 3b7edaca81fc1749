"""What a child sees of the parent's globals: with fork what the parent has, otherwise what the file says."""

from multiprocessing import get_all_start_methods, get_context

IN_FILE = 1  # the value that the file gives
SET_LATER = 2  # the value that the parent has set when the child starts
AS_ARGUMENT = False  # True: the parent passes its value to the child

number = IN_FILE


def child(answer, *arguments):
    seen = arguments[0] if arguments else number
    answer.send((__name__, seen))


if __name__ == "__main__":
    number = SET_LATER
    print(f"parent:      {__name__:11} number = {number}")
    results = {"parent": number}
    results_unit = "value seen"
    for method in get_all_start_methods():  # on this system
        context = get_context(method)
        reader, writer = context.Pipe(duplex=False)
        arguments = (number,) if AS_ARGUMENT else ()
        process = context.Process(target=child, args=(writer, *arguments))
        process.start()
        name, seen = reader.recv()
        process.join()
        print(f"{method + ':':12} {name:11} number = {seen}")
        results[method] = seen
