"""Rows of a dataset, as rules about wording see them."""

from __future__ import annotations

from sdk_builtins.judges.exchange_view import Exchange


def row(question: str, answer: str, passage: str = "", reasoning: str = "") -> Exchange:
    """Return an exchange that rests on a passage."""
    return Exchange(question, answer, reasoning, passage)
