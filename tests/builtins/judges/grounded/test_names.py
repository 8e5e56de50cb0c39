"""Names of answers that neither the passage nor the question has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.grounded import name_checks
from sdk_builtins.judges.grounded.clauses import sentences
from tests.builtins.judges.grounded.passages import GOOD, PASSAGES, WRONG_NAMES, Row, about, label


@pytest.mark.parametrize("row", WRONG_NAMES, ids=label)
def test_a_name_of_nowhere_is_found(row: Row) -> None:
    assert any(found.is_sure for found in name_checks.find(about(*row)))


@pytest.mark.parametrize("row", GOOD, ids=label)
def test_names_of_the_passage_are_not_found(row: Row) -> None:
    assert not list(name_checks.find(about(*row)))


def test_the_finding_quotes_the_name_and_that_of_the_evidence() -> None:
    quote = "founded by Martha Iversen in 1911"
    (found,) = name_checks.find(about("en", "Who founded it?", "Martha Olsen.", quote))
    assert found.text == (
        'the answer names "Martha Olsen", which neither passage nor question has;'
        ' the evidence has "Martha Iversen" in that place'
    )


@pytest.mark.parametrize(
    ("passage", "answer"),
    [
        ("Rates come from the European Central Bank.", "They come from the ECB, as a rule."),
        ("The ECB sets the rates.", "Rates are set by the European Central Bank."),
        ("The firm lies in the town of Oldmoor.", "It is Oldmoor's only firm."),
        ("Der Wochenmarkt liegt am Korntor.", "Man geht zum Markt am Korntor."),
        ("Die Straße führt nach Mühl-\nhausen.", "Sie führt nach Mühlhausen."),
        ("В городе Тверь есть музей.", "Музей находится в Твери."),
        ("Fabryka stoi w mieście Łódź.", "Fabryka stoi w Łodzi, przy rzece."),
        ("Ela mora em São Tomé.", "Ela mora em SAO TOME."),
        ("Water boils at 100 degrees.", "At 100 °C. Hotter steam follows."),
        ("Chapter XII describes it.", "It is described in chapter XII, on a Monday."),
    ],
)
def test_forms_of_a_name_are_the_same_name(passage: str, answer: str) -> None:
    assert not list(name_checks.find(Exchange("?", answer, passage=passage, offset=0)))


def test_names_of_the_question_are_known() -> None:
    exchange = about("en", "May Ottokar Brill enter the dome alone?", "No, not even Ottokar Brill.")
    assert not list(name_checks.find(exchange))


def test_without_evidence_one_unknown_word_is_not_sure() -> None:
    found = list(name_checks.find(about("en", "Who runs it?", "It is run by the town of Ilmsted.")))
    assert found
    assert not any(each.is_sure for each in found)


def test_nothing_is_said_without_a_passage() -> None:
    assert not list(name_checks.find(Exchange("Who?", "It was Edwin Thackeray.")))


@given(st.data())
def test_a_sentence_of_the_passage_has_its_names(data: st.DataObject) -> None:
    passage = data.draw(st.sampled_from(sorted(PASSAGES.values())))
    sentence = data.draw(st.sampled_from(sentences(passage))).text.strip()
    words = sentence.split()
    question = " ".join(data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=6)))
    assert not list(name_checks.find(Exchange(question, sentence, passage=passage, offset=0)))
