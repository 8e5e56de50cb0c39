"""What several judgements amount to."""

from __future__ import annotations

import pytest

from sdk_core.curate.verdicts import KEPT, REJECTED, UNRATED, Jury
from sdk_core.model import Finding, Judgement

CONTENT = Judgement(judge="lint", score=None, keep=True)
AGAINST = Judgement(
    judge="lint",
    score=None,
    keep=False,
    findings=(Finding(rule="empty", text="its answer says nothing"),),
)


def rated(score: float, judge: str = "rating") -> Judgement:
    return Judgement(judge=judge, score=score)


def test_a_check_that_drops_says_its_rule() -> None:
    verdict = Jury(7).decide([AGAINST], [], "")
    assert (verdict.fate, verdict.reason) == (REJECTED, "lint (empty): its answer says nothing")


@pytest.mark.parametrize("combine", ["all", "any", "weighted"])
def test_a_threshold_of_0_keeps_all_that_was_judged(combine) -> None:
    jury = Jury(0, combine)
    assert jury.decide([AGAINST], [rated(1), rated(2, "other")], "").fate == KEPT
    unrated = KEPT if combine == "any" else UNRATED
    assert jury.decide([], [rated(1)], "the call failed").fate == unrated


def test_a_judgement_that_is_missing_neither_keeps_nor_rejects() -> None:
    assert Jury(7).decide([CONTENT], [rated(9)], "the call failed").fate == UNRATED
    assert Jury(7).decide([CONTENT], [rated(3)], "the call failed").fate == REJECTED
    assert Jury(7, "any").decide([CONTENT], [rated(9)], "the call failed").fate == KEPT
    assert Jury(7, "any").decide([CONTENT], [rated(3)], "the call failed").fate == UNRATED
    assert Jury(7, "weighted").decide([CONTENT], [rated(3)], "the call failed").fate == UNRATED


def test_weights_decide_between_judges() -> None:
    given = [rated(9, "a"), rated(5, "b")]
    assert Jury(7, "weighted").decide([], given, "").fate == KEPT
    verdict = Jury(7, "weighted", {"b": 3}).decide([], given, "")
    assert verdict.reason == "a, b: 6 together is below 7"
    yes = Judgement(judge="c", score=None, keep=True)
    assert Jury(7, "weighted", {"c": 2}).decide([], [rated(4, "b"), yes], "").fate == KEPT


def test_scales_are_mapped_before_they_are_compared() -> None:
    low = Judgement(judge="f", score=0.5, scale=(0.0, 1.0))
    assert Jury(6).decide([], [low], "").reason == "f 5 (a score of 0.5) is below 6"
