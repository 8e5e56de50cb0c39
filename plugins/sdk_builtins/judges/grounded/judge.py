"""Compares what answers say with the evidence that they rest on, without asking a model."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sdk_builtins.judges.exchange_view import Exchange, exchanges
from sdk_builtins.judges.grounded import (
    evidence_checks,
    name_checks,
    polarity_checks,
    relevance_checks,
    value_checks,
)
from sdk_core.components import Found, JudgeContext, Options, Rule, RuleJudge
from sdk_core.model import Example

Find = Callable[[Exchange], Iterator[Found]]

FINDERS: tuple[tuple[frozenset[str], Find], ...] = (
    (
        frozenset({"evidence_missing", "evidence_altered", "evidence_unrelated"}),
        evidence_checks.find,
    ),
    (frozenset({"value", "derived_value"}), value_checks.find),
    (frozenset({"name"}), name_checks.find),
    (frozenset({"polarity"}), polarity_checks.find),
    (frozenset({"off_topic", "unsupported"}), relevance_checks.find),
)
"""What looks at an exchange, and for which rules; it is not run where all of these are off."""


class GroundedJudge(RuleJudge[Options]):
    """Holds the values, names and negations of answers against the evidence."""

    name = "grounded"
    rules = (
        Rule(
            name="value",
            summary="A figure, date, unit, amount or code is another than in the evidence",
        ),
        Rule(
            name="derived_value",
            summary="A figure is worked out from others in the passage",
            action="flag",
        ),
        Rule(name="name", summary="A name stands in neither passage nor question"),
        Rule(name="polarity", summary="The answer says the opposite of the evidence"),
        Rule(name="off_topic", summary="The answer is about something else than the question"),
        Rule(
            name="unsupported",
            summary="The answer adds a claim that nothing in the passage supports",
        ),
        Rule(name="evidence_missing", summary="The quote stands nowhere in the document"),
        Rule(name="evidence_altered", summary="The quote says something else than the document"),
        Rule(name="evidence_unrelated", summary="The quote shares nothing with the answer"),
    )

    def look(self, example: Example, ctx: JudgeContext) -> Iterator[Found]:
        """Yield what the finders see in each exchange of an example."""
        wanted = [
            find for rules, find in FINDERS if any(self.action(rule) != "off" for rule in rules)
        ]
        if example.images or "image" in example.fields:
            # What an answer reads off a picture stands in no text.
            wanted = [find for find in wanted if find is evidence_checks.find]
        for exchange in exchanges(example):
            for find in wanted:
                yield from find(exchange)
