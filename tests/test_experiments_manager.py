"""What the experiments of the topic Manager show: the claims of their lessons."""

import re
from multiprocessing import Manager
from multiprocessing.managers import BaseProxy

import pytest

from tests.experiments import (
    QUICKEST,
    START_METHODS,
    bars,
    each_start_method,
    holds_once,
    only_on_linux,
    outcome,
    what_to_run,
)


@each_start_method
def test_plain_dict_the_parents_stays_as_it_was(start_method: str) -> None:
    result = outcome(what_to_run("manager/plain_dict", start_method))
    assert set(result.finished.results.values()) == {4}
    assert result.out.count("sees  3") == 4


@each_start_method
def test_plain_dict_through_a_manager_all_see_one_dict(start_method: str) -> None:
    assert list(bars("manager/plain_dict", start_method, USE_MANAGER=True).values()) == [4, 3, 2, 1, 0]


@each_start_method
def test_lost_update_with_a_lock_none_is_lost(start_method: str) -> None:
    found = bars("manager/lost_update", start_method, USE_LOCK=True, PROCESSES=20)
    assert found == {"updates kept": 20, "updates lost": 0}


def test_lost_update_without_a_lock_at_least_one_is_kept() -> None:
    found = bars("manager/lost_update", QUICKEST)
    assert sum(found.values()) == 100
    assert 0 <= found["updates lost"] <= 99


def test_lost_update_an_update_is_two_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ask = BaseProxy._callmethod

    def noted(proxy: BaseProxy, name: str, *arguments: object) -> object:
        asked.append(name)
        return ask(proxy, name, *arguments)  # type: ignore[arg-type]

    with Manager() as manager:
        shared = manager.dict(left=1)
        monkeypatch.setattr(BaseProxy, "_callmethod", noted)
        shared["left"] -= 1
    assert asked == ["__getitem__", "__setitem__"]


def test_too_many_the_cost_grows_with_the_number() -> None:
    def about_20_times() -> bool:
        seconds = bars("manager/too_many", QUICKEST)
        assert list(seconds) == ["10 processes", "50 processes", "100 processes", "200 processes"]
        return 8 < seconds["200 processes"] / seconds["10 processes"] < 50

    assert holds_once(about_20_times)


@pytest.mark.skipif("fork" not in START_METHODS, reason="there is one start method only")
def test_too_many_fork_is_the_quickest_and_spawn_the_slowest() -> None:
    def in_that_order() -> bool:
        seconds = [bars("manager/too_many", name, MOST=20)["20 processes"] for name in ("fork", "forkserver", "spawn")]
        return seconds == sorted(seconds)

    assert holds_once(in_that_order)


@only_on_linux
def test_too_many_memory_grows_with_the_number() -> None:
    megabytes = list(bars("manager/too_many", MOST=40, SHOW="memory").values())
    assert len(megabytes) == 4
    assert megabytes == sorted(megabytes)
    assert megabytes[0] > 0


@each_start_method
def test_nested_a_change_to_a_copy_is_lost(start_method: str) -> None:
    found = bars("manager/nested", start_method)
    assert found == {"append": 0, "assign back": 3, "managed list": 3}


@each_start_method
def test_server_is_a_process_of_its_own_with_an_address(start_method: str) -> None:
    out = outcome(what_to_run("manager/server", start_method)).out
    processes = re.findall(r"is process (\d+)", out)
    assert len(set(processes)) == 3
    assert re.search(r"address \('127\.0\.0\.1', \d+\)", out)


def test_server_the_first_call_costs_more_than_a_later_one() -> None:
    seconds = bars("manager/server")
    assert seconds["local, 1st call"] > seconds["local, later"]
    assert seconds["network, 1st call"] > seconds["network, later"]


def test_cost_each_step_away_from_the_process_costs_more() -> None:
    def in_three_groups() -> bool:
        seconds = bars("manager/cost")
        return (
            seconds["Manager's dict"] > 100 * seconds["dict"]
            and seconds["Value with lock"] > seconds["shared memory"]
            and min(seconds["Manager's dict"], seconds["Manager's lock"]) > 5 * seconds["Value with lock"]
        )

    assert holds_once(in_three_groups)


@each_start_method
def test_remote_a_wrong_key_is_refused(start_method: str) -> None:
    result = outcome(what_to_run("manager/remote", start_method))
    assert result.finished.results == {"friend": 3, "stranger": 0}
    assert "stranger: digest sent was rejected\n" in result.out
    assert "server at ('127.0.0.1', " in result.out
