"""Helpers for tests that run experiments: with constants of the test's own, and as the window runs them."""

import sys
from collections.abc import Callable
from multiprocessing import get_all_start_methods

import pytest

from tests.workers import runs
from workers import catalog
from workers.session import Run

START_METHODS = get_all_start_methods()
QUICKEST = "fork" if "fork" in START_METHODS else None
# Constants with which an experiment takes little time and does the same.
SHORT: dict[str, dict[str, object]] = {
    "pipe/closing_ends": {"PAUSE": 0.05},
    "pipe/shared_end": {"MESSAGES": 200},
    "pipe/full_buffer": {"PATIENCE": 0.1},
    "pipe/speed": {"MESSAGES": 200},
    "manager/lost_update": {"PROCESSES": 10},
    "manager/too_many": {"MOST": 20},
    "manager/cost": {"UPDATES": 100},
    "pool/process_per_task": {"TASKS": 20},
    "pool/apply": {"SECONDS": 0.02},
    "pool/apply_async": {"SECONDS": 0.02, "FIRST_SECONDS": 0.03},
    "pool/callback": {"BLOCK_SECONDS": 0.02},
    "pool/close_and_join": {"SECONDS": 0.05},
    "pool/size": {"STEPS": 1000, "MOST": 2},
    "pool/chunks": {"TASKS": 40},
    "pool/killed_worker": {"PATIENCE": 0.1},
    "pool/ordering": {"SECONDS": 0.01},
    "queue/producer_consumer": {"SECONDS": 0.005},
    "queue/sentinel": {"PUT_BACK": True},
    "queue/joinable": {"SECONDS": 0.02},
    "queue/join_before_get": {"PATIENCE": 0.1},
    "queue/empty_is_a_guess": {"ROUNDS": 100},
    "queue/inside": {"PAUSE": 0.05},
    "locks/lock": {"SECONDS": 0.02},
    "locks/rlock": {"PATIENCE": 0.05},
    "locks/semaphore": {"SECONDS": 0.05},
    "locks/event": {"RED": 0.05, "PATIENCE": 30.0},
    "locks/condition": {"PAUSE": 0.05, "PATIENCE": 0.2},
    "locks/barrier": {"SECONDS": 0.02, "PATIENCE": 30.0},
    "locks/deadlock": {"IN_ORDER": True, "PAUSE": 0.02, "PATIENCE": 30.0},
    "locks/philosophers": {"MEALS": 2, "LAST_TURNS_ROUND": True},
    "locks/value": {"TIMES": 500},
    "locks/killed_holder": {"PATIENCE": 0.05},
    "locks/what_is_a_lock": {"TIMES": 100},
    "start_methods/cost": {"LATER": 2},
}

each_start_method = pytest.mark.parametrize("start_method", START_METHODS)
only_on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the lesson says so of Linux only")


def source_with(key: str, constants: dict[str, object]) -> str:
    """The script of an experiment with its constants set."""
    source = catalog.find(key).path.read_text(encoding="utf-8")
    for name, value in constants.items():
        source = catalog.with_constant(source, name, str(value))
    return source


def what_to_run(key: str, start_method: str | None = None, **constants: object) -> Run:
    return Run(catalog.find(key).path, source_with(key, constants), start_method=start_method, watch=False)


def short(key: str, start_method: str | None = None) -> Run:
    return Run(catalog.find(key).path, source_with(key, SHORT.get(key, {})), start_method=start_method, watch=False)


def outcome(run: Run) -> runs.Result:
    """A run that came well to its own end."""
    result = runs.result(run)
    assert (result.finished.exit_code, result.err, result.finished.left_over) == (0, "", 0)
    return result


def bars(key: str, start_method: str | None = None, **constants: object) -> dict[str, float]:
    """The results of a run, where each is one number."""
    results = outcome(what_to_run(key, start_method, **constants)).finished.results
    assert all(not isinstance(value, list) for value in results.values())
    return {label: value for label, value in results.items() if not isinstance(value, list)}


def holds_once(claim: Callable[[], bool]) -> bool:
    """Whether a claim about time holds in one of a few runs: in the others the machine may have been busy elsewhere."""
    return any(claim() for _ in range(4))
