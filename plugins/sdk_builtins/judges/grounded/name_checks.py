"""Finds names in answers that neither the passage nor the question has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.grounded.ground import Ground, ground_of
from sdk_builtins.judges.grounded.names import (
    CAPITALISED_NOUNS,
    TITLES,
    Name,
    expands,
    is_general,
    is_small,
    names,
    quotations,
)
from sdk_builtins.judges.grounded.slots import Slot
from sdk_builtins.judges.grounded.word_forms import STEM, Token, fold, tokens, vocabulary
from sdk_builtins.judges.lint.quoting import quoted
from sdk_core.components import Found

_TITLE = 12
"""Characters at most of a quoted name in scripts without spaces; more are a saying."""

_MOST = 3
"""Names at most that are told of one answer."""

_PHRASE = 6
"""Words at most of an answer that is a phrase, in which another word is hardly another wording."""


def find(exchange: Exchange) -> Iterator[Found]:
    """Yield the names of the answer that stand in neither the passage nor the question."""
    if not exchange.passage.strip() or not exchange.answer.strip():
        return
    ground = ground_of(exchange)
    told: list[str] = []
    for name, other, is_sure in unknown_names(exchange):
        if any(name in each for each in told) or len(told) == _MOST:
            continue
        told.append(name)
        there = f"; the evidence has {quoted(other)} in that place" if other else ""
        text = f"the answer names {quoted(name)}, which neither passage nor question has{there}"
        yield Found("name", text, is_sure and not ground.is_foreign)


@lru_cache(maxsize=8)
def unknown_names(exchange: Exchange) -> tuple[tuple[str, str, bool], ...]:
    """Return each name that is not known, what the evidence has instead, and whether it is sure."""
    ground = ground_of(exchange)
    found: list[tuple[str, str, bool]] = []
    for name in {each.text: each for each in names(exchange.answer)}.values():
        verdict = _judged(name, exchange, ground)
        if verdict is not None:
            found.append((name.text, *verdict))
    found.extend(_unknown_titles(exchange, ground))
    for slot in ground.slots:
        found.extend(_swapped(slot, exchange, ground))
    return tuple(found)


def _judged(name: Name, exchange: Exchange, ground: Ground) -> tuple[str, bool] | None:
    """Return what the evidence has instead of a name and whether it is sure, None for a known one."""
    absent = [
        word for word in dict.fromkeys(name.words) if not (_is_free(word) or ground.has(word))
    ]
    if not absent or ground.has("".join(name.words)) or expands(name.words, ground.words.words):
        return None
    slot = next(filter(None, map(ground.slot_of, absent)), None)
    other = _namesake(name, absent, exchange) or _other(slot, exchange)
    has_evidence = bool(exchange.cited)
    if name.kind == "acronym":
        return other, bool(other)
    if ground.language in CAPITALISED_NOUNS or not ground.language:
        titled = any(fold(word) in TITLES for word in name.words)
        if not (len(absent) > 1 or titled or other):
            return None
        return other, titled or bool(other) or len(absent) > 2
    if name.is_first and absent == [name.words[0]]:
        if other and _is_capital_inside(other, exchange.cited):
            return other, True
        is_alone = len(tokens(exchange.answer)) <= 2 and ground.wanted in ("who", "where")
        if len(name.words) == 1 and not is_alone:
            return None
        return other, False
    return other, has_evidence or len(absent) > 1


def _is_free(word: str) -> bool:
    return is_general(word) or is_small(word) or fold(word) in TITLES


def _other(slot: Slot | None, exchange: Exchange) -> str:
    """Return the evidence's words of a slot, unless the answer or the question has them too."""
    if slot is None:
        return ""
    elsewhere = vocabulary(f"{exchange.question}\n{exchange.answer}")
    new = [token for token in slot.cited if not elsewhere.has(token.key)]
    if not any(token.text[0].isupper() or token.is_unspaced for token in new):
        return ""
    return _text(slot.cited)


def _namesake(name: Name, absent: list[str], exchange: Exchange) -> str:
    """Return a name of the evidence that has one word of another, and the rest otherwise."""
    shared = {fold(word) for word in name.words if word not in absent and not _is_free(word)}
    for each in names(exchange.cited):
        if len(each.words) == len(name.words) and shared.intersection(map(fold, each.words)):
            return each.text
    return ""


def _text(part: tuple[Token, ...]) -> str:
    return ("" if part[0].is_unspaced else " ").join(token.text for token in part)


def _is_capital_inside(words: str, cited: str) -> bool:
    """Tell whether words begin with a capital that is not that of a sentence, or are alone."""
    known = [name for name in names(cited) if words.split()[0] in name.text]
    return any(not name.is_first or len(name.words) > 1 or name.kind != "capital" for name in known)


def _unknown_titles(exchange: Exchange, ground: Ground) -> Iterator[tuple[str, str, bool]]:
    """Yield quoted names in scripts without spaces that the text does not have."""
    for inner, _ in quotations(exchange.answer):
        there = tokens(inner)
        if not there or not there[0].is_unspaced or len(there) > _TITLE:
            continue
        key = "".join(token.key for token in there)
        if key in ground.words.solid:
            continue
        other = next(
            (each for each, _ in quotations(exchange.cited) if each not in exchange.answer), ""
        )
        yield inner, other, bool(other)


def _swapped(slot: Slot, exchange: Exchange, ground: Ground) -> Iterator[tuple[str, str, bool]]:
    """Yield words without capitals that stand where the evidence has others."""
    said = [token for token in slot.said if not is_small(token.text, ground.language)]
    cited = [token for token in slot.cited if not is_small(token.text, ground.language)]
    if slot.said[0].is_unspaced:
        cited = list(takewhile(lambda token: not token.is_figure, cited))
    if not said or not cited or any(token.is_figure for token in (*said, *cited)):
        return
    elsewhere = vocabulary(f"{exchange.question}\n{exchange.answer}")
    is_phrase = len(tokens(exchange.answer)) <= _PHRASE
    asks = ground.wanted in ("who", "where")
    if slot.said[0].is_unspaced:
        if len(slot.said) < 2 or len(cited) < 2 or slot.before + slot.after < 2:
            return
        pairs = ["".join(t.key for t in slot.said[at : at + 2]) for at in range(len(slot.said) - 1)]
        if any(pair in ground.words.solid for pair in pairs):
            return
        if "".join(t.key for t in cited) not in elsewhere.solid and asks:
            yield _text(slot.said), _text(tuple(cited)), True
        return
    has_case = _has_case(said[0].text)
    if (has_case and len(said[0].key) <= STEM) or any(
        ground.words.knows(token.key) for token in said
    ):
        return
    if any(elsewhere.has(token.key) for token in cited):
        return
    if asks and not has_case:
        yield _text(slot.said), _text(slot.cited), True
    elif len(slot.said) == len(slot.cited) == 1 and slot.before and slot.after and is_phrase:
        yield _text(slot.said), _text(slot.cited), False


def _has_case(word: str) -> bool:
    return word.lower() != word.upper()
