"""Figures of answers are held against the evidence, in the languages of documents."""

from __future__ import annotations

import pytest

from tests.builtins.judges.grounded.value_cases import RIGHT, TEXTS, WRONG, Case
from tests.builtins.judges.grounded.value_exchanges import dropping, exchange, found


def _asked(case: Case):
    language, sentence, question, answer = case
    between = "" if language in ("zh", "ja") else " "
    return exchange(between.join(TEXTS[language]), TEXTS[language][sentence], question, answer)


@pytest.mark.parametrize("case", WRONG, ids=lambda case: f"{case[0]}: {case[3]}")
def test_a_figure_that_the_evidence_has_otherwise_is_found(case: Case) -> None:
    assert dropping(_asked(case))


@pytest.mark.parametrize("case", RIGHT, ids=lambda case: f"{case[0]}: {case[3]}")
def test_a_figure_that_the_evidence_has_in_whatever_form_is_let_be(case: Case) -> None:
    assert not found(_asked(case))
