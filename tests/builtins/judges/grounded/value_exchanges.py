"""Exchanges about a passage, with the evidence at its place."""

from __future__ import annotations

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.grounded import value_checks
from sdk_core.components import Found
from sdk_core.model import Evidence


def exchange(passage: str, quote: str, question: str, answer: str, reasoning: str = "") -> Exchange:
    """Return an exchange whose quote, if any, stands in the passage verbatim."""
    evidence: tuple[Evidence, ...] = ()
    if quote:
        start = passage.index(quote)
        end = start + len(quote)
        evidence = (
            Evidence(quote=quote, start=start, end=end, match="exact", score=1.0, occurrences=1),
        )
    return Exchange(
        question=question,
        answer=answer,
        reasoning=reasoning,
        passage=passage,
        evidence=evidence,
        offset=0,
    )


def dropping(asked: Exchange) -> list[str]:
    """Return what is found for sure of the values of an exchange."""
    return [each.text for each in found(asked) if each.rule == "value" and each.is_sure]


def found(asked: Exchange) -> list[Found]:
    """Return all that is found of the values of an exchange."""
    return list(value_checks.find(asked))
