"""Runs one script as __main__, under the lens if a folder is given: what the real host does, and nothing else.

python stand_in.py FLIGHTS|- START_METHOD|- SCRIPT [ARGUMENT...]
"""

import multiprocessing
import os
import sys
import types
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

LENS = Path(__file__).resolve().parents[2] / "workers" / "lens"
CAP = int(os.environ.get("LENS_CAP", "67108864"))


def load_lens() -> types.ModuleType:
    name = "_ipc_lab_lens"
    spec = spec_from_file_location(name, LENS / "__init__.py", submodule_search_locations=[str(LENS)])
    assert spec is not None
    assert spec.loader is not None
    sys.modules[name] = lens = module_from_spec(spec)
    spec.loader.exec_module(lens)
    return lens


def main() -> None:
    flights, method, script, *arguments = sys.argv[1:]
    sys.argv = [script, *arguments]
    sys.path[0] = str(Path(script).parent)
    module = types.ModuleType("__main__")
    module.__file__ = script
    module.__builtins__ = __builtins__  # type: ignore[attr-defined]
    sys.modules["__main__"] = module
    if flights != "-":
        lens = load_lens()
        lens.install(flights, script, CAP)
    if method != "-":
        multiprocessing.set_start_method(method)
    exec(compile(Path(script).read_bytes(), script, "exec"), module.__dict__)


if __name__ == "__main__":
    main()
