"""Whether two answers to one question say the same."""

from __future__ import annotations

import re

from sdk_core.evidence.turning_words import CJK_OPPOSITES, DENYING, NEGATIONS, OPPOSITES
from sdk_core.similarity.near_duplicates import outline
from sdk_core.similarity.words import words

AGREEING = 0.5
"""Share of the words of two answers (Jaccard) from which on they say the same."""

ALIKE = 0.7
"""Share from which on a denial in one alone turns it round."""

SHORT = 4
"""Words of an answer that is little more than a name."""

BRIEF = 8
"""Words of an answer to a yes-no question that denies without a no."""

FEW = 2
"""Words that each may have of its own where two of them are opposites."""

OPPOSED = OPPOSITES | CJK_OPPOSITES
"""Pairs of words of which one says the contrary of the other."""


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_YES = _listed("yes ja oui sí si sim sì да tak evet ano はい 是 对 네")
_NO = _listed("no nein non não nee нет nie hayır ne いいえ 否 不 아니요 nej")
_LACKING = _listed(
    """
    without except unless hardly ohne außer sans sauf sin salvo excepto senza tranne sem exceto
    zonder behalve bez oprócz кроме без крім utan uden uten ללא בלי بدون دون बिना
    """
)
"""Words that deny a part of a sentence only, so that the whole may be said with or without one."""

_TURNING = NEGATIONS - _LACKING

_STEM = 5
"""Letters by which the forms of a word are told to be of one word."""

_DIGITS = re.compile(r"\d+")
_THOUSANDS = re.compile(r"(?<=\d)[.,\u00a0\u202f' ](?=\d{3}(?!\d))")


def contradicts(first: str, second: str) -> bool:
    """Whether two answers to the same question cannot both be right.

    They have other figures, one says yes and the other no, one denies what the other says, or they
    name other things.
    """
    mine, others = figures(first), figures(second)
    if mine and others:
        return not (mine <= others or mine >= others) or _turned_round(first, second)
    mine_side, others_side = side(first), side(second)
    if mine_side and others_side:
        return mine_side != others_side
    are_things = not (mine_side or others_side or mine or others)
    return _turned_round(first, second) or (are_things and _other(first, second))


def agree(first: str, second: str) -> bool:
    """Whether two answers say the same: the same figures, and mostly the same words."""
    mine, others = figures(first), figures(second)
    if (mine and others and mine != others) or contradicts(first, second):
        return False
    ours, theirs = _content(first), _content(second)
    shared = ours & theirs
    if mine and others:
        return bool(shared) or not (ours and theirs)
    mostly = len(shared) >= AGREEING * len(ours | theirs)
    if mine or others:
        return bool(shared) and mostly
    return mostly or bool(shared and (ours <= theirs or theirs <= ours))


def figures(text: str) -> frozenset[str]:
    """Return the figures of a text, whatever stands between their digits."""
    return frozenset(_DIGITS.findall(_THOUSANDS.sub("", text)))


def side(answer: str) -> int:
    """Return 1 for an answer that says yes, -1 for one that says no, else 0."""
    found = words(answer.casefold())
    if found and found[0] in _YES:
        return 1
    if found and found[0] in _NO:
        return -1
    return -1 if len(found) <= BRIEF and _denies(answer) and not figures(answer) else 0


def stem(word: str) -> str:
    """Return what the forms of a word have in common."""
    return word if word.isdigit() else word[:_STEM]


def _turned_round(first: str, second: str) -> bool:
    """Whether the answers are alike but for a denial or an opposite."""
    ours, theirs = _content(first), _content(second)
    shared = len(ours & theirs)
    if shared >= ALIKE * len(ours | theirs) and shared and _denies(first) != _denies(second):
        return True
    only_ours = outline(first).content - outline(second).content
    only_theirs = outline(second).content - outline(first).content
    if max(len(only_ours), len(only_theirs)) > FEW:
        return False
    return any(frozenset((a, b)) in OPPOSED for a in only_ours for b in only_theirs)


def _other(first: str, second: str) -> bool:
    """Whether the answers name other things: they share no word, or as names too few."""
    ours, theirs = _content(first), _content(second)
    if not (ours - theirs and theirs - ours):
        return False
    shared = len(ours & theirs)
    are_names = len(ours) <= SHORT and len(theirs) <= SHORT
    return not shared or (are_names and shared < AGREEING * len(ours | theirs))


def _content(text: str) -> frozenset[str]:
    return frozenset(map(stem, outline(text).content - {""}))


def _denies(text: str) -> bool:
    plain = text.casefold()
    return not _TURNING.isdisjoint(words(plain)) or DENYING.search(plain) is not None
