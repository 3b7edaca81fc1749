"""Acting on a module of the standard library when it is imported, not before.

A script that never makes a Pool should not pay for the import of multiprocessing.pool. So a finder stands first in
sys.meta_path; for the few modules that are waited for it lets the others find the module, and has the seam attached
once the module has run.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # typing takes longer to import than all of the lens
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

    Act = Callable[[ModuleType], None]


_waiting: dict[str, Act] = {}


def when_imported(name: str, act: Act) -> None:
    """Call `act` with the module `name`: now if it is imported already, otherwise right after its import."""
    module = sys.modules.get(name)
    if module is not None:
        act(module)
        return
    _waiting[name] = act
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)


class _Finder:
    """Finds nothing itself."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name not in _waiting:
            return None
        spec = next(filter(None, (other.find_spec(name, path, target) for other in self._others())), None)
        if spec is not None and spec.loader is not None:
            _act_after(name, spec.loader)
        return spec

    def _others(self) -> list[_Finder]:
        return [finder for finder in sys.meta_path if finder is not self and hasattr(finder, "find_spec")]  # type: ignore[misc]


def _act_after(name: str, loader: object) -> None:
    run = loader.exec_module  # type: ignore[attr-defined]

    def exec_module(module: ModuleType) -> None:
        run(module)
        act = _waiting.pop(name, None) if module.__name__ == name else None
        if act is not None:
            vars(loader).pop("exec_module", None)
            act(module)

    loader.exec_module = exec_module  # type: ignore[attr-defined]


_finder = _Finder()
