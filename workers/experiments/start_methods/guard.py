"""A child may import the script again: what must not happen again stands behind the guard."""

from multiprocessing import get_context

METHOD = ("spawn", "forkserver", "fork")[0]  # how the children are started; Windows has spawn only
CHILDREN = 2  # how many children there are
USE_GUARD = True  # False: as if the guard were missing, main() runs at each import as well

print(f"this file is run, as {__name__}")


def child(writer):
    writer.send("hello")


def main():
    answers = {"said hello": 0, "ended without a word": 0}
    context = get_context(METHOD)
    for _ in range(CHILDREN):
        reader, writer = context.Pipe(duplex=False)
        process = context.Process(target=child, args=(writer,))
        print("  main() starts a child")
        process.start()
        writer.close()
        try:
            print(f"  the child says {reader.recv()}")
            answers["said hello"] += 1
        except EOFError:
            print("  the child ended without a word")
            answers["ended without a word"] += 1
        process.join()
    return answers


if __name__ == "__main__":
    results = main()
    results_unit = "children"
elif not USE_GUARD:
    main()
