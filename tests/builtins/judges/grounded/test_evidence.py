"""Quotes that the document does not have, or that have nothing to do with the answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.grounded import evidence_checks
from sdk_core.model import Evidence
from tests.builtins.judges.grounded.passages import GOOD, PASSAGES, Row, about, cited, label

_PASSAGE = PASSAGES["en"]
_MISSING = Evidence(quote="The dome was painted green in spring.", match="none")


def _found(*evidence: Evidence, passage: str = _PASSAGE) -> list[tuple[str, bool]]:
    question, answer = "Who founded the Velden observatory?", "Martha Iversen."
    exchange = Exchange(question, answer, passage=passage, evidence=evidence, offset=0)
    return [(each.rule, each.is_sure) for each in evidence_checks.find(exchange)]


def test_a_quote_of_nowhere_is_missing() -> None:
    assert _found(_MISSING) == [("evidence_missing", True)]


def test_a_found_answer_does_not_make_up_for_the_quote() -> None:
    assert _found(_MISSING, replace(cited(_PASSAGE, "Martha Iversen"), match="answer")) == [
        ("evidence_missing", True)
    ]


def test_beside_a_quote_that_is_found_a_missing_one_is_a_remark() -> None:
    assert _found(_MISSING, cited(_PASSAGE, "founded by Martha Iversen")) == [
        ("evidence_missing", False)
    ]


def test_what_differs_is_told() -> None:
    quote = Evidence(
        quote="a mirror of 210 cm",
        start=0,
        end=18,
        match="altered",
        score=0.9,
        differs='"210" for "120"',
    )
    exchange = Exchange("How large is the mirror?", "120 cm", passage=_PASSAGE, evidence=(quote,))
    (found,) = evidence_checks.find(exchange)
    assert found.rule == "evidence_altered"
    assert found.is_sure
    assert found.text == (
        'the quote "a mirror of 210 cm" says something else than the document: "210" for "120"'
    )


def test_a_quote_without_a_word_in_common_is_unrelated() -> None:
    quote = "Photography is allowed in the garden, but flash is not allowed under the dome."
    assert _found(cited(_PASSAGE, quote)) == [("evidence_unrelated", True)]


def test_a_quote_with_a_number_of_the_answer_is_related() -> None:
    quote = "School classes never pay an entrance fee. The number of visitors increased in 2022."
    start = _PASSAGE.index(quote)
    evidence = Evidence(quote=quote, start=start, end=start + len(quote), match="exact", score=1.0)
    exchange = Exchange("When?", "In 2022.", passage=_PASSAGE, evidence=(evidence,), offset=0)
    assert not list(evidence_checks.find(exchange))


def test_a_table_row_under_its_heading_is_related() -> None:
    passage = "# Opening hours\n\n| Day | Time |\n|---|---|\n| Monday Tuesday Friday Sunday | 9 |\n"
    quote = "| Monday Tuesday Friday Sunday | 9 |"
    start = passage.index(quote)
    evidence = Evidence(quote=quote, start=start, end=start + len(quote), match="exact", score=1.0)
    exchange = Exchange(
        "Which opening hours hold?", "Four days", passage=passage, evidence=(evidence,), offset=0
    )
    assert not list(evidence_checks.find(exchange))


@pytest.mark.parametrize("evidence", [(), (Evidence(quote="…"),)])
def test_without_a_quote_nothing_is_said(evidence: tuple[Evidence, ...]) -> None:
    assert not _found(*evidence)


def test_without_a_passage_nothing_is_said() -> None:
    assert not _found(_MISSING, passage="")


@pytest.mark.parametrize("row", GOOD, ids=label)
def test_quotes_of_right_answers_are_kept(row: Row) -> None:
    assert not list(evidence_checks.find(about(*row)))
