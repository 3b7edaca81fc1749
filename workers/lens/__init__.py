"""The lens: records every multiprocessing operation of the process that installs it, and of the children it starts.

What is in this file and beside it is loaded into observed processes from its place on disk, under a private package
name, so that a script may have a module named `workers` of its own. There it imports nothing but the standard
library. `events`, `tail` and what they need are for the supervisor and the front ends.
"""


def install(folder: str, script: str, cap_bytes: int, parent: int = 0) -> None:
    """Observe this process, and each process that it will start, from now on.

    Flight files go to `folder`, an absolute path, each process's own and at most `cap_bytes` each. `script` is the
    path that the script's code objects name as their file. `parent` is the pid of the observed process that caused
    this one, 0 if this is the first of the run. Raises nothing: what cannot be observed is not.
    """
    import os  # noqa: PLC0415 (cheap at import is part of the contract)

    from . import vocabulary, where  # noqa: PLC0415
    from .flight import recorder  # noqa: PLC0415
    from .seams import attach  # noqa: PLC0415

    if recorder.pid == os.getpid():
        return
    recorder.open(folder, cap_bytes, parent)
    where.begin(script)
    attach()
    if not parent:
        from multiprocessing.process import current_process  # noqa: PLC0415

        recorder.define(vocabulary.PROCESS, recorder.started, vocabulary.MAIN, current_process().name, "", "")
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=recorder.before_fork, after_in_child=recorder.after_fork)


def uncaught(error: BaseException) -> None:
    """Record an exception that nobody in the script caught, and that now ends it. Raises nothing."""
    from .seams.processes import tell_uncaught  # noqa: PLC0415

    try:
        tell_uncaught(error)
    except Exception:
        return
