"""Puts the examples of a document together: in order, each question once, up to the target."""

from __future__ import annotations

from collections.abc import Mapping

from sdk_core.model import Example
from sdk_core.stages.rounds import Ask

_ENDINGS = " .!?…。？！؟"

Results = Mapping[Ask, list[Example]]


def counts(results: Results) -> list[tuple[Ask, int]]:
    """Return how many examples each ask brought, in the order of asking."""
    return [(ask, len(results[ask])) for ask in _in_order(results)]


def assemble(results: Results, deduplicate: bool, limit: int | None) -> list[Example]:
    """Return the examples that go into the file, in document order.

    Args:
        results: What each ask brought.
        deduplicate: Leave out examples whose question was asked before, without regard to case,
            spacing and the punctuation at its end.
        limit: How many to return at most; those of the first round go first.
    """
    found = [(ask, example) for ask in _in_order(results) for example in results[ask]]
    if deduplicate:
        found = _once(found)
    found = found[:limit]
    return [example for _, example in sorted(found, key=lambda pair: pair[0].chunk)]


def _in_order(results: Results) -> list[Ask]:
    return sorted(results, key=lambda ask: (ask.sample, ask.chunk))


def _once(found: list[tuple[Ask, Example]]) -> list[tuple[Ask, Example]]:
    seen: set[str] = set()
    kept = []
    for ask, example in found:
        key = _question_key(example)
        if key and key in seen:
            continue
        seen.add(key)
        kept.append((ask, example))
    return kept


def _question_key(example: Example) -> str:
    """Return what makes a question the same; empty for examples that ask none."""
    question = example.fields.get("question")
    if not isinstance(question, str):
        return ""
    image = example.fields.get("image", "")
    words = " ".join(question.casefold().split())
    return f"{words.rstrip(_ENDINGS) or words} {image}".strip()
