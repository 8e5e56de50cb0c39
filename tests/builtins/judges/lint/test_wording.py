"""The rules about wording: what they find, and what they let pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.lint.wording import CHECKS
from tests.builtins.judges.lint import (
    bad_cut_off,
    bad_leak,
    bad_no_question,
    bad_refusal,
    bad_unseen_text,
    good_documents,
    good_forms,
    good_rows,
    rows_on_passages,
)

BAD_ROWS = {
    "unseen_text": bad_unseen_text.ROWS,
    "refusal": bad_refusal.ROWS,
    "leak": bad_leak.ROWS,
    "cut_off": (*bad_cut_off.ROWS, *rows_on_passages.CUT),
    "no_question": bad_no_question.ROWS,
}
GOOD_ROWS = (*good_rows.ROWS, *good_documents.ROWS, *good_forms.ROWS, *rows_on_passages.WHOLE)

FINDS = {check.rule.name: check.find for check in CHECKS}


def findings(exchange: Exchange) -> dict[str, list[str]]:
    """Return what each rule finds, of those that find something."""
    found = {name: list(find(exchange)) for name, find in FINDS.items()}
    return {name: texts for name, texts in found.items() if texts}


@pytest.mark.parametrize(
    ("rule", "exchange"),
    [(rule, exchange) for rule, rows in BAD_ROWS.items() for exchange in rows],
    ids=lambda value: value if isinstance(value, str) else value.question[:40],
)
def test_faults_are_found(rule: str, exchange: Exchange) -> None:
    assert rule in findings(exchange)


@pytest.mark.parametrize("exchange", GOOD_ROWS, ids=lambda exchange: exchange.question[:40])
def test_good_rows_pass(exchange: Exchange) -> None:
    assert findings(exchange) == {}


def test_a_finding_quotes_the_words_and_is_short() -> None:
    exchange = BAD_ROWS["unseen_text"][0]
    (text,) = findings(exchange)["unseen_text"]
    assert text == 'the question refers to "does the passage say", which a reader has not got'


def test_records_that_ask_nothing_are_not_held_to_questions() -> None:
    assert findings(Exchange("", "A lock lifts boats.", field="summary")) == {}


def test_a_summary_may_speak_of_its_text() -> None:
    summary = "This document explains how locks work. The author calls them simple."
    assert findings(Exchange("", summary, field="summary")) == {}


def test_a_question_may_speak_of_the_text_that_it_quotes() -> None:
    quoted = "Locks lift boats. " * 40
    assert findings(Exchange(f"{quoted}\n\nWhat does the text above explain?", "Locks.")) == {}


def test_what_the_passage_says_itself_is_no_refusal_and_no_leak() -> None:
    said = "I cannot help you with that, it is {name} who can."
    exchange = Exchange("What does the bot print?", said, passage=f"The bot prints: {said}")
    assert findings(exchange) == {}
    assert set(findings(Exchange("What does the bot print?", said))) == {"refusal", "leak"}


def test_a_chat_token_at_the_end_is_a_leak_even_where_the_passage_has_it() -> None:
    exchange = Exchange("How deep?", "6 m.<|im_end|>", passage="A turn ends with <|im_end|>.")
    assert "leak" in findings(exchange)


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_looked_at(question: str, answer: str, passage: str) -> None:
    for name, texts in findings(Exchange(question, answer, passage=passage)).items():
        assert all(text and "\n" not in text for text in texts), name
