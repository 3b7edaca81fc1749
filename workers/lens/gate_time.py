"""Virtual time: in a controlled run the clocks stand still, but for what the script sleeps and waits.

So sleep() is a step that takes no time, a timeout is over when the controller says so, and what a script measures is
the same each time that the same schedule is run. A clock goes on a little each time it is looked at, so that a loop
that waits for it ends. Only the script's own frames get this time; the library lives in the real one.
"""

import functools
import sys
import time
from collections.abc import Callable
from typing import Any

from . import gate
from .gate_frames import is_the_scripts

_LOOK = 1e-6  # seconds that pass with each look at a clock
_REAL = {name: getattr(time, name) for name in ("sleep", "monotonic", "perf_counter", "time")}
_START = {name: clock() for name, clock in _REAL.items() if name != "sleep"}


class _Clocks:
    """The module time as a module of multiprocessing's sees it."""

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    @staticmethod
    def monotonic() -> float:
        return _REAL["monotonic"]() if gate.is_free() else _now("monotonic")


def put_gates(*modules: Any) -> None:
    """Give the script virtual time, and `modules` a virtual clock where they reckon for the script."""
    changed: dict[Callable[..., Any], Callable[..., Any]] = {_REAL["sleep"]: _sleeping(_REAL["sleep"])}
    for name in ("monotonic", "perf_counter", "time"):
        changed[_REAL[name]] = _seconds(name)
        changed[getattr(time, f"{name}_ns")] = _nanoseconds(name, getattr(time, f"{name}_ns"))
    for original, ours in changed.items():
        setattr(time, original.__name__, functools.wraps(original)(ours))
    for module in modules:
        module.time = _Clocks()
    script = sys.modules.get("__mp_main__")  # a forkserver has imported it before we came
    for name, value in list(vars(script).items()) if script else ():
        if callable(value) and getattr(value, "__module__", "") == "time" and value in changed:
            setattr(script, name, vars(time)[value.__name__])


def _now(name: str) -> float:
    gate.here.looks += 1
    return float(_START[name] + gate.here.now + gate.here.looks * _LOOK)


def _is_virtual(frame: Any) -> bool:
    return not gate.is_free() and is_the_scripts(frame)


def _seconds(name: str) -> Callable[[], float]:
    def clock() -> float:
        return _now(name) if _is_virtual(gate.caller()) else float(_REAL[name]())

    return clock


def _nanoseconds(name: str, original: Callable[[], int]) -> Callable[[], int]:
    def clock() -> int:
        return int(_now(name) * 1e9) if _is_virtual(gate.caller()) else original()

    return clock


def _sleeping(sleep: Callable[[float], None]) -> Callable[[float], None]:
    def virtual(seconds: float) -> None:
        frame = gate.caller()
        if frame is None or not _is_virtual(frame):
            sleep(seconds)
            return
        gate.arrive("sleep", line=frame.f_lineno, sleeps=max(0.0, float(seconds)))

    return virtual
