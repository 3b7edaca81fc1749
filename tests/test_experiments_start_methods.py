"""Start methods: what its experiments show, and what their lessons claim."""

import sys
from statistics import median

import pytest

from tests.experiments import START_METHODS, bars, holds_once, outcome, what_to_run
from tests.workers import runs
from workers.messages import Finished

IMPORTING = [method for method in START_METHODS if method != "fork"]
only_with_fork = pytest.mark.skipif("fork" not in START_METHODS, reason="this system does not fork")


def test_globals_a_forked_child_has_the_parents_and_others_have_the_files() -> None:
    result = outcome(what_to_run("start_methods/globals"))
    expected = {method: 2 if method == "fork" else 1 for method in START_METHODS}
    assert result.finished.results == {"parent": 2} | expected
    assert result.out.count("__mp_main__") == len(IMPORTING)


def test_globals_an_argument_reaches_every_child() -> None:
    found = bars("start_methods/globals", AS_ARGUMENT=True)
    assert set(found.values()) == {2}


@pytest.mark.skipif(sys.platform != "linux", reason="the lesson says so of Linux")
def test_globals_the_default_on_linux_is_fork_up_to_3_13_and_then_forkserver() -> None:
    started = runs.result(what_to_run("start_methods/globals")).finished
    assert started.start_method == ("fork" if sys.version_info < (3, 14) else "forkserver")


@pytest.mark.parametrize("method", START_METHODS)
def test_guard_an_importing_child_runs_the_file_again(method: str) -> None:
    result = outcome(what_to_run("start_methods/guard", METHOD=method))
    assert result.out.count("this file is run, as __main__\n") == 1
    assert result.finished.results == {"said hello": 2, "ended without a word": 0}
    if method in {"fork", "spawn"}:
        assert result.out.count("this file is run") == (3 if method == "spawn" else 1)


@pytest.mark.parametrize("method", START_METHODS)
def test_guard_without_it_only_forked_children_get_to_work(method: str) -> None:
    result = runs.result(what_to_run("start_methods/guard", METHOD=method, USE_GUARD=False))
    good = method == "fork"
    assert result.finished.results == {"said hello": 2 * good, "ended without a word": 2 * (not good)}
    assert ("RuntimeError" in result.err) is not good
    assert ("An attempt has been made to start a new process" in result.err) is not good
    assert result.finished.exit_code == 0


@only_with_fork
def test_cost_spawn_takes_more_than_10_times_as_long_as_fork_and_forkserver_is_between() -> None:
    def in_that_order() -> bool:
        found = outcome(what_to_run("start_methods/cost", LATER=5)).finished
        fork, server, spawn = (later(found, method) for method in ("fork", "forkserver", "spawn"))
        return fork < server < spawn and spawn > 10 * fork and first(found, "forkserver") > 2 * server

    assert holds_once(in_that_order)


@only_with_fork
def test_cost_fork_grows_with_the_memory_of_the_parent() -> None:
    def several_times() -> bool:
        lean = outcome(what_to_run("start_methods/cost", LATER=3)).finished
        filled = outcome(what_to_run("start_methods/cost", LATER=3, MEGABYTES=300)).finished
        assert lean.results.keys() == filled.results.keys()
        return later(filled, "fork") > 2 * later(lean, "fork")

    assert holds_once(several_times)


def first(finished: Finished, method: str) -> float:
    """Seconds that the first process took."""
    value = finished.results[f"{method}, first"]
    assert isinstance(value, float)
    return value


def later(finished: Finished, method: str) -> float:
    """Seconds that one of the later processes took."""
    values = finished.results[f"{method}, later"]
    assert isinstance(values, list)
    return median(values)
