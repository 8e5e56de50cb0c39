"""Finds answers beside the question, and claims that nothing in the passage supports."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.grounded.off_topic import off_topic
from sdk_builtins.judges.grounded.unsupported import claims
from sdk_builtins.judges.lint.quoting import quoted
from sdk_core.components import Found


def find(exchange: Exchange) -> Iterator[Found]:
    """Yield that an answer is about something else, and the first claim that nothing supports."""
    if not exchange.passage.strip() or not exchange.answer.strip():
        return
    verdict = off_topic(exchange)
    if verdict:
        text = f"the answer {quoted(exchange.answer)} has nothing of the question in it"
        yield Found("off_topic", text, verdict == "sure")
    found = sorted(claims(exchange), key=lambda claim: not claim.is_sure)
    for claim in found[:1]:
        lacking = ", ".join(quoted(each) for each in claim.lacking[:3])
        what = f"; neither passage nor question has {lacking}" if lacking else ""
        text = f"the answer adds {quoted(claim.text)}, which nothing in the passage supports{what}"
        yield Found("unsupported", text, claim.is_sure)
