"""Tells answers that are about something else than the question."""

from __future__ import annotations

from typing import Literal

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.grounded.ground import ground_of
from sdk_builtins.judges.grounded.negation import KNOWN, denies
from sdk_builtins.judges.grounded.relevance import content, has, passage_of, place_of
from sdk_builtins.judges.grounded.values import values_of
from sdk_builtins.judges.grounded.word_forms import tokens, vocabulary

Verdict = Literal["sure", "likely", ""]

_SAYS = 5
"""Content words from which an answer says enough to be about something."""

_SAYS_UNSPACED = 8
"""The same in pairs of characters."""

_STRAY = 0.1
"""Share of the question's weighted words that the place of an answer has at most, to be another."""

_BETTER = 0.2
"""Share of the question's weighted words that another sentence has at least."""

_SUBJECT = 0.5
"""Share of them in the wider surroundings, from which these are about the question."""

_LITTLE = 0.3
"""Share of them up to which an answer of the wrong kind is not about the question."""


def off_topic(exchange: Exchange) -> Verdict:
    """Tell whether an answer, and what it rests on, is about something else than the question.

    It is if answer and evidence have no word of the question, the sentences around hardly any, and
    another place of the passage has many. It may be if a number is asked for and none is given.
    """
    ground = ground_of(exchange)
    words = content(exchange.question)
    if not words or ground.is_foreign or not _says_enough(exchange.answer):
        return ""
    passage = passage_of(exchange.passage)
    own = vocabulary(f"{exchange.answer}\n{exchange.cited}")
    shared = [word for word in words if has(word, own)]
    at = place_of(exchange)
    if shared:
        lacks = ground.wanted == "number" and not _has_number(exchange.answer, ground.language)
        weights = [passage.weight(word) for word in words]
        share = sum(passage.weight(word) for word in shared) / (sum(weights) or 1.0)
        near = passage.share(words, passage.around(at, 1)) if at is not None else 1.0
        return "likely" if lacks and share < _LITTLE and near < _LITTLE else ""
    if passage.best_share(words) < _BETTER:
        return ""
    if at is None:
        return "likely" if exchange.cited or exchange.offset is None or exchange.evidence else ""
    if passage.share(words, passage.around(at, 1)) > _STRAY:
        return ""
    further = passage.share(words, passage.around(at, 2))
    if further <= _STRAY:
        return "sure"
    return "likely" if further < _SUBJECT else ""


def _says_enough(answer: str) -> bool:
    is_unspaced = any(token.is_unspaced for token in tokens(answer)[:8])
    return len(content(answer)) >= (_SAYS_UNSPACED if is_unspaced else _SAYS)


def _has_number(answer: str, language: str) -> bool:
    """Tell whether an answer has a number, or denies that there is one."""
    if language in KNOWN and denies(answer, language):
        return True
    return bool(values_of(answer, frozenset({language} if language else ())))
