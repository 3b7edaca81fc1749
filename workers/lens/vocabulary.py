"""The words that both sides of a flight file share: its layout on disk and the names of what is recorded.

The writing side is an observed process, so this imports nothing but `struct`. All numbers are little-endian.

    chunk 0:  header, one slot per thread and depth (what the thread is in the middle of), records, zeros
    chunk n:  header, records, zeros

A forked child begins in a slice of its parent's nursery file: a chunk 0 of SLICE bytes, with no pid until it is born.

A record is its own length (2 bytes), a code (2 bytes) and the rest. A length of zero is the end of what was written.
Codes below `FIRST_OPERATION` define something, as text fields; the others are operations.
"""

import struct

MAGIC = b"IPCLENS\0"
VERSION = 1

# magic, version, flags, chunk number, pid, parent pid, started (perf_counter_ns), operations dropped
HEADER = struct.Struct("<8sHHIIIQQ")
FLAGS_AT = 10
FLAGS = struct.Struct("<H")
BORN_AT = 16  # where in the header pid, parent pid and started are
BORN = struct.Struct("<IIQ")
FORKED_FLAG = 1  # this process's recording began at a fork
DROPPED_AT = 32  # where in the header the count of dropped operations is
DROPPED = struct.Struct("<Q")

# code (0: never used), depth, file, line, object, began
SLOT = struct.Struct("<HBBIQQ")
SLOTS_AT = 64
SLOT_THREADS = 16  # threads beyond these share the last place
SLOT_DEPTHS = 3
RECORDS_AT = SLOTS_AT + SLOT_THREADS * SLOT_DEPTHS * SLOT.size

SLICE = 8 * 1024  # bytes of a nursery for each child
SLICES = 32  # children in a nursery

# length, code, outcome, thread, depth, file, line, object, began, ended, bytes; then an excerpt of what moved
OPERATION = struct.Struct("<HHBBBBIQQQI")
# length, code; then text fields with SEPARATOR between them
DEFINITION = struct.Struct("<HH")
SEPARATOR = "\x1f"
MAX_EXCERPT = 96
ROOTLESS = 0x80  # in a depth: something that is not recorded as an operation asked for this one

# Outcomes. The high bits of the same byte say what the excerpt is.
DONE, REFUSED, RAISED = 0, 1, 2
OUTCOME_MASK = 0x0F
AS_PICKLE, AS_BYTES, AS_TEXT = 0x10, 0x20, 0x30
EXCERPT_MASK = 0xF0

# Definitions and what their fields are.
PROCESS = 1  # at, role, name, start method, parent pid
THREAD = 2  # number, name
FILE = 3  # number, path
OBJECT = 4  # identity, at, kind, key, depth, file, line, "made" or "met", detail
NAME = 5  # code, operation name
UNCAUGHT = 8  # at, thread, exception name, text, file, line
UNSEEN = 9  # what is not observed, and why
HELPER = 10  # at, pid, role: a process of multiprocessing's own that is not observed itself
PART = 11  # identity, identity of the whole, name in it
FIRST_OPERATION = 32
# Laid out as operations, for speed; for the last two with an exit code in place of the bytes:
CONNECTION = 29  # the object is a connection met here; in place of its end, the inode; of its bytes, READS and WRITES
LEAVE = 30  # the process says that it ends
REAPED = 31  # its parent says so, from the system; the object is the pid

READS, WRITES = 1, 2

# Roles of processes.
MAIN = "main"
CHILD = "child"
POOL_WORKER = "pool worker"
MANAGER_SERVER = "manager server"
EXECUTOR_WORKER = "executor worker"
FORKSERVER = "forkserver"
RESOURCE_TRACKER = "resource tracker"
FORKED = "forked"  # by os.fork, not by multiprocessing

# Operations known beforehand, by their place from FIRST_OPERATION on. Never reorder: files on disk rely on it.
OPERATIONS = (
    "Process.start",
    "Process.join",
    "Process.terminate",
    "Process.kill",
    "Process.close",
    "Process.is_alive",
    "Connection.send",
    "Connection.send_bytes",
    "Connection.recv",
    "Connection.recv_bytes",
    "Connection.recv_bytes_into",
    "Connection.poll",
    "Connection.close",
    "connection.wait",
    "Listener.accept",
    "Client",
    "Lock.acquire",
    "Lock.release",
    "RLock.acquire",
    "RLock.release",
    "Semaphore.acquire",
    "Semaphore.release",
    "BoundedSemaphore.acquire",
    "BoundedSemaphore.release",
    "Condition.wait",
    "Condition.wait_for",
    "Condition.notify",
    "Condition.notify_all",
    "Event.wait",
    "Event.set",
    "Event.clear",
    "Event.is_set",
    "Barrier.wait",
    "Barrier.abort",
    "Barrier.reset",
    "Queue.put",
    "Queue.get",
    "Queue.empty",
    "Queue.full",
    "Queue.qsize",
    "Queue.close",
    "Queue.join_thread",
    "Queue.cancel_join_thread",
    "JoinableQueue.task_done",
    "JoinableQueue.join",
    "SimpleQueue.put",
    "SimpleQueue.get",
    "SimpleQueue.empty",
    "SimpleQueue.close",
    "Manager.start",
    "Manager.connect",
    "Manager.shutdown",
    "Manager.create",
    "Server.create",
    "Pool",
    "Pool.apply",
    "Pool.apply_async",
    "Pool.map",
    "Pool.map_async",
    "Pool.starmap",
    "Pool.starmap_async",
    "Pool.imap",
    "Pool.imap_unordered",
    "Pool.close",
    "Pool.terminate",
    "Pool.join",
    "Pool.task",
    "Pool.callback",
    "Pool.error_callback",
    "AsyncResult.get",
    "AsyncResult.wait",
    "AsyncResult.ready",
    "AsyncResult.successful",
    "IMapIterator.next",
    "Executor.submit",
    "Executor.map",
    "Executor.shutdown",
    "Executor.task",
    "Future.result",
    "Value.get",
    "Value.set",
    "Array.get",
    "Array.set",
    "SharedMemory",
    "SharedMemory.close",
    "SharedMemory.unlink",
    "ShareableList.get",
    "ShareableList.set",
    "print",
    "stderr.write",
)
CODES = {name: FIRST_OPERATION + place for place, name in enumerate(OPERATIONS)}
FIRST_NAMED = 512  # codes from here on are named in the file itself, by a NAME definition
