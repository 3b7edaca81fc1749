"""Puts up all the gates of a process."""

import importlib

from . import (
    gate,
    gate_frames,
    gate_locks,
    gate_managers,
    gate_memory,
    gate_pipes,
    gate_pools,
    gate_processes,
    gate_time,
)

_USED = "connection managers pool popen_fork process queues shared_memory sharedctypes spawn synchronize"


def attach(path: str, *, main: bool = False) -> None:
    """Stop before every operation of this process and of its children. `path` is the controller's socket.

    `main`: this is the run's first process, whose beginning is told now; a child's is told when it begins to run.
    """
    if gate.process.path:
        return
    use = {name: importlib.import_module(f"multiprocessing.{name}") for name in _USED.split()}
    gate_processes.put_gates(use["process"], use["spawn"], use["popen_fork"])
    gate_processes.put_gates_before_threads()
    gate_locks.put_gates(use["synchronize"], use["sharedctypes"])
    gate_memory.put_gates(use["sharedctypes"], use["shared_memory"])
    gate_pipes.put_gates(use["connection"], use["queues"])
    gate_managers.put_gates(use["managers"])
    gate_pools.put_gates(use["pool"])
    gate_time.put_gates(use["synchronize"], use["queues"])
    modules = (
        gate,
        gate_frames,
        gate_locks,
        gate_managers,
        gate_memory,
        gate_pipes,
        gate_pools,
        gate_processes,
        gate_time,
    )
    gate_frames.be_transparent(str(__package__), *modules)
    gate.process.settle += [gate_pipes.settle, gate_pools.settle]
    gate.process.tasks = gate_pools.tasks
    gate.process.path = path
    if main:
        gate.begin("main")
