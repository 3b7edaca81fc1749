"""A lesson's Markdown, taken apart; and what of it search and glossary find."""

from desktop.glossary import find_terms, glossary, in_order, matching
from desktop.lessons import parse_lesson
from desktop.markdown import Span
from desktop.search import Entry, search
from desktop.words import LANGUAGES
from tests.learning.lessons import LESSON

PARSED = parse_lesson(LESSON)


def test_what_is_for_after_the_run_is_apart_from_what_is_for_before() -> None:
    assert [(section.heading, section.explains) for section in PARSED.sections] == [
        ("Question", False),
        ("Watch", False),
        ("Explanation", True),
    ]


def test_a_question_is_apart_from_its_answers() -> None:
    assert [block.text for block in PARSED.question] == ["A number starts at 100.", "What is left?"]
    assert [block.text for block in PARSED.answers] == ["always 0", "not always the same"]


def test_edits_checks_and_notes_are_told_apart() -> None:
    assert [block.text for block in PARSED.changes] == ["With a lock.", "Two processes only."]
    first, second = PARSED.checks
    assert first.question.text == "How can an update be lost?"
    assert [answer.text for answer in first.answers] == ["magic", "between reading and writing"]
    assert [block.text for block in first.reason] == ["Between them there is room.", "And nobody knows."]
    assert [answer.text for answer in second.answers] == ["yes", "no"]
    assert [block.text for block in PARSED.teacher] == ["Play it first."]


def test_a_lesson_of_three_sections_is_a_lesson() -> None:
    short = parse_lesson(LESSON.partition("## Change it")[0])
    assert short.sections == PARSED.sections
    assert (short.changes, short.checks, short.teacher) == ((), (), ())


def test_search_finds_every_word_in_any_part_and_titles_first() -> None:
    other = parse_lesson("# Other\n\n## Question\n\nWhere is the lost update?\n")
    entries = [Entry("a/other", other), Entry("b/lost", PARSED, "manager/lost_update\nshared")]
    assert [hit.key for hit in search("LOST update", entries)] == ["b/lost", "a/other"]
    assert [hit.key for hit in search("room reading", entries)] == ["b/lost"]
    assert [hit.key for hit in search("lost_update", entries)] == ["b/lost"]
    assert search("room elephant", entries) == search("  ", entries) == ()


def test_a_hit_shows_what_stands_around() -> None:
    (hit,) = search("Manager", [Entry("b/lost", PARSED)])
    assert (hit.before, hit.found, hit.after) == ("Two messages to the ", "Manager", ".")


def test_terms_are_found_in_a_text_the_longest_first() -> None:
    text = "Queues and a feeder thread; a queue."
    assert [(text[p.begin : p.end], p.term.id) for p in find_terms(text, "en")] == [
        ("Queues", "queue"),
        ("feeder thread", "feeder-thread"),
        ("queue", "queue"),
    ]
    chinese = "子行程等父行程"
    assert [p.term.id for p in find_terms(chinese, "zh-Hant")] == ["child", "parent"]


def test_a_term_inside_another_word_is_none() -> None:
    assert find_terms("unlocked, blocker", "en") == ()


def test_the_glossary_is_searched_in_every_language() -> None:
    assert "queue" in [term.id for term in matching("佇列", "en")]
    assert "queue" in [term.id for term in matching("QUEUE", "zh-Hans")]
    assert matching("", "en") == in_order("en")
    assert matching("no such thing at all", "en") == ()


def test_every_term_has_a_short_definition_in_each_language() -> None:
    assert glossary()
    for term in glossary():
        for language in LANGUAGES:
            assert 4 <= len(term.meanings[language]) <= (220 if language == "en" else 110), (term.id, language)


def test_spans_of_a_question_keep_their_manner() -> None:
    (watch,) = PARSED.sections[1].blocks
    assert Span("left", "code") in watch.spans
