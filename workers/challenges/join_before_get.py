"""The child puts a big parcel into the queue, and the parent waits for the child. Make them wait for ever."""

from multiprocessing import Process, Queue


def pack(parcels):
    parcels.put(bytes(1_000_000))


if __name__ == "__main__":
    parcels = Queue()
    child = Process(target=pack, args=(parcels,))
    child.start()
    child.join()
    print("got", len(parcels.get()), "bytes")
