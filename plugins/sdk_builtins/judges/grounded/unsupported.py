"""Claims that an answer adds with names, numbers or quotations that the passage does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.grounded.clauses import clauses, sentences
from sdk_builtins.judges.grounded.ground import Ground, ground_of
from sdk_builtins.judges.grounded.name_checks import unknown_names
from sdk_builtins.judges.grounded.names import quotations
from sdk_builtins.judges.grounded.relevance import content, has
from sdk_builtins.judges.grounded.word_forms import tokens

_SAYING = 3
"""Words from which what stands in quotation marks is a saying and no name."""

_SAYING_UNSPACED = 13
"""The same in characters of scripts that do not set words apart."""

_KNOWN = 0.8
"""Share of a quotation's words that the passage has, from which it may be put in other words."""

_NEW = 0.5
"""Share of a clause's content words that the passage lacks, from which it says something new."""

_CLAUSE = 4
"""Content words from which a clause says something."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What an answer adds.

    Args:
        text: The words of the answer.
        lacking: What of them nothing supports.
        is_sure: Whether that is more than another wording.
    """

    text: str
    lacking: tuple[str, ...]
    is_sure: bool


def claims(exchange: Exchange) -> Iterator[Claim]:
    """Yield the claims of an answer that nothing in passage and question supports."""
    ground = ground_of(exchange)
    if ground.is_foreign:
        return
    yield from _sayings(exchange, ground)
    names = unknown_names(exchange)
    parts = [sentence.text for sentence in sentences(exchange.answer)]
    for part in parts:
        here = [(name, is_sure) for name, _, is_sure in names if name in part]
        figures = _figures(part, ground)
        sure = sum(is_sure for _, is_sure in here)
        lacking = (*(name for name, _ in here), *figures)
        if (sure and len(lacking) > 1) or (here and len(figures) > 1):
            yield Claim(part, lacking, True)
        else:
            others = [clause for other in parts if other != part for clause in clauses(other)]
            yield from _new_clauses(part, others, ground)


def _sayings(exchange: Exchange, ground: Ground) -> Iterator[Claim]:
    for inner, _ in quotations(exchange.answer):
        there = tokens(inner)
        if not there:
            continue
        least = _SAYING_UNSPACED if there[0].is_unspaced else _SAYING
        if len(there) < least or "".join(token.key for token in there) in ground.words.solid:
            continue
        words = content(inner)
        known = sum(has(word, ground.words) for word in words) / max(1, len(words))
        yield Claim(inner, (inner,), known < _KNOWN)


def _figures(text: str, ground: Ground) -> tuple[str, ...]:
    """Return the figures of a text that neither passage nor question has, nor the reasoning.

    What the reasoning makes of them is for the checks of values to say.
    """
    known = ground.words.words | ground.thought
    return tuple(token.text for token in tokens(text) if token.is_figure and token.key not in known)


def _new_clauses(sentence: str, others: Sequence[str], ground: Ground) -> Iterator[Claim]:
    """Yield what a sentence adds to others, or a clause to the rest, in words and figures of its own.

    Figures alone may be worked out; so a claim has new words too, and stands beside a known one.
    """
    if any(_is_known(other, ground) for other in others):
        claim = _new(sentence, ground)
        if claim is not None:
            yield claim
            return
    parts = clauses(sentence)
    for part in parts:
        rest = [other for other in (*parts, *others) if other != part]
        claim = _new(part, ground)
        if claim is not None and any(_is_known(other, ground) for other in rest):
            yield claim


def _is_known(clause: str, ground: Ground) -> bool:
    """Tell whether the passage has most of what a clause says."""
    words = content(clause)
    return bool(words) and sum(has(word, ground.words) for word in words) > len(words) * _NEW


def _new(part: str, ground: Ground) -> Claim | None:
    words = content(part)
    absent = [word for word in words if not has(word, ground.words)]
    figures = _figures(part, ground)
    if figures and len(absent) > 1 and len(absent) >= _NEW * len(words):
        return Claim(part, figures, len(figures) > 1)
    if len(words) >= _CLAUSE and len(absent) == len(words):
        return Claim(part, (), False)
    return None
