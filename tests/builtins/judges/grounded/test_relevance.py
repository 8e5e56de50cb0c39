"""Answers beside the question, and claims that nothing supports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.grounded import relevance_checks
from sdk_builtins.judges.grounded.clauses import clauses, sentences
from tests.builtins.judges.grounded.passages import ADDED, BESIDE, GOOD, PASSAGES, Row, about, label


@pytest.mark.parametrize("row", BESIDE, ids=label)
def test_another_true_sentence_is_off_topic(row: Row) -> None:
    assert [found.rule for found in relevance_checks.find(about(*row))] == ["off_topic"]


@pytest.mark.parametrize("row", ADDED, ids=label)
def test_an_added_claim_is_unsupported(row: Row) -> None:
    found = [each for each in relevance_checks.find(about(*row)) if each.rule == "unsupported"]
    assert found
    assert found[0].is_sure


@pytest.mark.parametrize("row", GOOD, ids=label)
def test_right_answers_are_neither(row: Row) -> None:
    assert not list(relevance_checks.find(about(*row)))


@pytest.mark.parametrize("answer", ["120 cm.", "Yes.", "In 1911.", "Stork Hill.", "`dome_open`"])
def test_short_answers_are_never_off_topic(answer: str) -> None:
    assert not list(relevance_checks.find(about("en", "Who pays the astronomers?", answer)))


def test_a_number_that_is_worked_out_is_no_claim_of_its_own() -> None:
    passage = "A tin holds 250 g. A crate holds 12 tins.\n"
    answer = "A crate of 12 tins holds 3,000 g, or 3 kg."
    exchange = Exchange("How much does a crate hold?", answer, passage=passage, offset=0)
    assert not list(relevance_checks.find(exchange))


def test_a_quotation_in_the_passage_is_supported() -> None:
    passage = 'The warden said: "Wet dogs ruin every mirror in the house."\n'
    answer = 'He said that "wet dogs ruin every mirror in the house".'
    exchange = Exchange("What did the warden say?", answer, passage=passage, offset=0)
    assert not list(relevance_checks.find(exchange))


def test_the_finding_says_what_is_lacking() -> None:
    found = [each.text for each in relevance_checks.find(about(*ADDED[1]))]
    assert found == [
        'the answer adds "a wet spaniel ruins every mirror", which nothing in the passage supports;'
        ' neither passage nor question has "a wet spaniel ruins every mirror"'
    ]


def test_decimal_commas_do_not_end_clauses() -> None:
    assert clauses("Es kostet 12,50 Euro, ohne Wasser") == ["Es kostet 12,50 Euro", "ohne Wasser"]


def test_sentences_know_their_headings() -> None:
    found = sentences("# Top\n\nOne line\ngoes on. Two.\n\n## Below\n\n| a | b |\n| 1 | 2 |\n")
    assert [(each.text.strip(), each.heading, each.section) for each in found] == [
        ("One line\ngoes on.", "Top", 1),
        ("Two.", "Top", 1),
        ("| a | b |", "Below", 2),
        ("| 1 | 2 |", "Below", 2),
    ]


@given(st.data())
def test_a_sentence_of_the_passage_is_supported(data: st.DataObject) -> None:
    passage = data.draw(st.sampled_from(sorted(PASSAGES.values())))
    sentence = data.draw(st.sampled_from(sentences(passage))).text.strip()
    words = sentence.split()
    question = " ".join(data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=6)))
    exchange = Exchange(question, sentence, passage=passage, offset=0)
    assert not [each for each in relevance_checks.find(exchange) if each.rule == "unsupported"]


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=60))
def test_any_text_can_be_looked_at(passage: str, answer: str, question: str) -> None:
    list(relevance_checks.find(Exchange(question, answer, passage=passage, offset=0)))
