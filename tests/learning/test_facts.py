"""Facts and texts fit: questions have their right answers, edits their constants, and a real run shows the effect."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from desktop.facts import all_facts
from desktop.lessons import Lesson, read_lesson
from desktop.outcome import Ended, outcome
from desktop.words import LANGUAGES, Language
from tests.experiments import outcome as run_of
from tests.experiments import source_with, what_to_run
from tests.workers.runs import Result
from workers import catalog

FACTS = all_facts()
EXPERIMENTS = [experiment.key for experiment in catalog.experiments()]

every_lesson = pytest.mark.parametrize("key", FACTS)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def lesson(language: Language, key: str) -> Lesson:
    topic, name = key.split("/")
    found = read_lesson(language, topic, name)
    assert found is not None
    return found


def test_every_experiment_has_facts_in_the_order_of_the_curriculum() -> None:
    assert list(FACTS) == EXPERIMENTS


@every_language
@every_lesson
def test_facts_and_texts_fit(key: str, language: Language) -> None:
    facts, text = FACTS[key], lesson(language, key)
    assert 1 <= facts.answer <= len(text.answers)
    assert len(text.changes) == len(facts.changes) >= 1
    assert len(text.checks) == len(facts.checks) >= 1
    for check, right in zip(text.checks, facts.checks, strict=True):
        assert 2 <= len(check.answers) <= 4
        assert 1 <= right <= len(check.answers)
        assert check.reason
    assert text.teacher
    assert 3 <= facts.minutes <= 30


@every_lesson
def test_every_edit_changes_the_script(key: str) -> None:
    original = source_with(key, {})
    sources = [source_with(key, dict(change)) for change in FACTS[key].changes]
    assert original not in sources
    assert len(set(sources)) == len(sources)


def test_right_answers_are_not_always_in_the_same_place() -> None:
    answers = [answer for facts in FACTS.values() for answer in (facts.answer, *facts.checks)]
    assert max(answers.count(place) for place in (1, 2, 3)) < 0.67 * len(answers)


# Experiments that wait most of their time are run side by side, a few at a time, before their turn comes.
WAITING = (
    "pool/apply",
    "pool/apply_async",
    "pool/callback",
    "pool/killed_worker",
    "pool/close_and_join",
    "queue/sentinel",
    "queue/joinable",
    "queue/join_before_get",
    "locks/semaphore",
    "locks/condition",
    "locks/barrier",
    "locks/deadlock",
    "locks/philosophers",
    "locks/killed_holder",
)


@pytest.fixture(scope="module")
def beforehand() -> Iterator[dict[str, Future[Result]]]:
    with ThreadPoolExecutor(4) as together:
        yield {key: together.submit(run_of, what_to_run(key)) for key in WAITING}


@pytest.mark.parametrize("key", [key for key, facts in FACTS.items() if not facts.hangs])
def test_a_run_of_the_script_as_it_stands_shows_what_the_lesson_says(
    key: str, beforehand: dict[str, Future[Result]]
) -> None:
    facts, source = FACTS[key], source_with(key, {})
    assert facts.effect or facts.printed

    def shown(result: Result) -> bool:
        runs = [Ended(result.finished, result.out + result.err)]
        return outcome(facts, source, source, runs).verdict == "shown"

    # A race may go well, and a busy machine is late: one of a few runs is to show it.
    first = beforehand[key].result() if key in beforehand else run_of(what_to_run(key))
    assert shown(first) or any(shown(run_of(what_to_run(key))) for _ in range(3))
