"""Answers that say the opposite of their evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.grounded import polarity_checks
from sdk_builtins.judges.grounded.clauses import sentences
from tests.builtins.judges.grounded.passages import (
    GOOD,
    PASSAGES,
    REVERSED,
    Row,
    about,
    cited,
    label,
)


def _on(passage: str, question: str, answer: str) -> Exchange:
    evidence = (cited(passage, passage),)
    return Exchange(question, answer, passage=passage, evidence=evidence, offset=0)


@pytest.mark.parametrize("row", REVERSED, ids=label)
def test_the_opposite_is_found(row: Row) -> None:
    assert list(polarity_checks.find(about(*row)))


def test_most_of_what_is_found_is_sure() -> None:
    found = [list(polarity_checks.find(about(*row))) for row in REVERSED]
    sure = sum(any(each.is_sure for each in some) for some in found)
    assert sure >= 0.9 * len(REVERSED)


@pytest.mark.parametrize("row", GOOD, ids=label)
def test_the_same_in_other_words_is_not_found(row: Row) -> None:
    assert not list(polarity_checks.find(about(*row)))


@pytest.mark.parametrize(
    ("passage", "question", "answer"),
    [
        (
            "The tank is not opened in winter.",
            "Is the tank opened in winter?",
            "No, the tank stays closed in winter.",
        ),
        ("Only members may vote.", "May guests vote?", "No, guests may not vote."),
        (
            "The film is lime when it dissolves, and glass rust when it does not.",
            "What is a film that does not dissolve?",
            "It is glass rust.",
        ),
        (
            "The pump is skipped below 20 bar.",
            "Is the pump skipped at 25 bar?",
            "No, at 25 bar the pump is not skipped.",
        ),
        (
            "Boats came if the swell was under two metres.",
            "When could boats not come?",
            "When the swell was over two metres.",
        ),
        (
            "Parcels are not only weighed but also measured.",
            "What happens to parcels?",
            "Parcels are weighed and measured.",
        ),
        (
            "Fees cannot be refunded after 14 days.",
            "Can fees be refunded after a week?",
            "Yes, fees can be refunded within 14 days.",
        ),
        (
            "Nobody else knew the wiring.",
            "Why did she do it?",
            "Because she alone knew the wiring.",
        ),
        (
            "La farine ne contient que du blé.",
            "Que contient la farine ?",
            "La farine contient du blé.",
        ),
        (
            "Der Antrag gilt nicht nur für Vereine.",
            "Gilt der Antrag für Vereine?",
            "Ja, der Antrag gilt für Vereine.",
        ),
        (
            "Платёж вносится не позднее 5 мая.",
            "Когда вносится платёж?",
            "Платёж вносится до 5 мая.",
        ),
        ("使用前不得不先充电。", "使用前要充电吗？", "要，使用前先充电。"),
    ],
)
def test_other_wordings_are_no_opposites(passage: str, question: str, answer: str) -> None:
    assert not [
        each for each in polarity_checks.find(_on(passage, question, answer)) if each.is_sure
    ]


def test_a_bare_yes_is_held_against_the_question() -> None:
    passage = "Live keys cannot be shown again."
    assert list(polarity_checks.find(_on(passage, "Can live keys be shown again?", "Yes.")))
    assert not list(polarity_checks.find(_on(passage, "Can live keys be shown again?", "No.")))


def test_both_sides_are_told() -> None:
    (found,) = polarity_checks.find(about(*REVERSED[0]))
    assert found.text == (
        'the answer says "dogs are admitted." where the evidence says "Dogs are not admitted."'
    )


def test_without_evidence_nothing_is_sure() -> None:
    language, question, answer, _ = REVERSED[0]
    assert not any(each.is_sure for each in polarity_checks.find(about(language, question, answer)))


def test_nothing_is_said_of_an_unknown_language() -> None:
    assert not list(polarity_checks.find(_on("Ang aso ay wala.", "Aso?", "Ang aso ay narito.")))


@given(st.data())
def test_a_sentence_of_the_passage_is_not_its_opposite(data: st.DataObject) -> None:
    passage = data.draw(st.sampled_from(sorted(PASSAGES.values())))
    sentence = data.draw(st.sampled_from(sentences(passage)))
    words = sentence.text.split()
    question = " ".join(data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=6)))
    quote = cited(passage, sentence.text)
    exchange = Exchange(question, sentence.text, passage=passage, evidence=(quote,), offset=0)
    assert not list(polarity_checks.find(exchange))
