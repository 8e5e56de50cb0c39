"""Words by which a question names a row, a column or a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

_TOKEN = re.compile(r"[^\W_]+")
_LETTERS = re.compile("([\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]+)")

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")

_STEM = 4
"""Letters that two forms of a word have in common at least."""


@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[str, ...]:
    """Return the words of a text in small letters; of unspaced scripts each pair of letters.

    A lone capital stays one: ``S`` of a model is no plural's, ``A`` of a zone no article.
    """
    found: list[str] = []
    for each in _TOKEN.findall(text):
        word = each if len(each) == 1 else each.casefold()
        for part in _LETTERS.split(word):
            if _LETTERS.fullmatch(part):
                found += [part[at : at + 2] for at in range(max(1, len(part) - 1))]
            elif part:
                found.append(part)
    return tuple(found)


def is_form(word: str, other: str) -> bool:
    """Tell whether two words are alike but for their endings: ``step`` and ``steps``."""
    if word == other:
        return True
    if not (word.isalpha() and other.isalpha()):
        return False
    short, long = sorted((word, other), key=len)
    if len(short) < _STEM:
        return len(short) == 3 and long in (f"{short}s", f"{short}e", f"{short}n", f"{short}es")
    common = next(
        (at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    return common >= max(_STEM, len(short) - 2) and len(long) - common <= 3


def has_form(word: str, words: Iterable[str]) -> bool:
    """Tell whether a word or another form of it is among words."""
    return any(is_form(word, other) for other in words)


def named(labels: list[str], question: str) -> frozenset[int]:
    """Return which of some labels a question names; none where it does not tell them apart.

    What the labels have in common does not count. Of labels that are a part of others, as ``Q5``
    is of ``Q5 Pro``, the shorter is named only where it stands once more than the longer.

    Args:
        labels: Headers of columns or rows.
        question: What is asked.
    """
    asked = Counter(tokens(question))
    worded = [set(tokens(_BRACKETS.sub(" ", label)) or tokens(label)) for label in labels]
    shared = set.intersection(*worded) if worded else set()
    own = [words - shared for words in worded]
    added = [set(tokens(" ".join(_BRACKETS.findall(label)))) - shared for label in labels]
    scores = [
        max(_share(words, asked), _share(more, asked))
        for words, more in zip(own, added, strict=True)
    ]
    best = max(scores, default=0.0)
    chosen = {at for at, score in enumerate(scores) if score >= 0.5 and score >= best - 0.34}
    hinted = [at for at, score in enumerate(scores) if score >= 0.3]
    if not chosen and len(hinted) == 1:
        chosen = set(hinted)
    for at, words in enumerate(own):
        if words or not worded[at]:
            continue
        # A word in brackets may stand in a question by chance: "How long", of a "(long)" version.
        longer = sum(
            1 for each in chosen if worded[each] > worded[at] and _share(own[each], asked) >= 0.5
        )
        if min((asked[word] for word in worded[at]), default=0) > longer:
            chosen.add(at)
    for at in list(chosen):
        above = [each for each in chosen if own[each] > own[at] and own[at]]
        if above and min((asked[word] for word in own[at] if word in asked), default=0) <= len(
            above
        ):
            chosen.discard(at)
    return frozenset(chosen)


def _share(words: set[str], asked: Counter[str]) -> float:
    """Return how much of a label a question has; words of two letters count little."""
    weights = {
        word: 1.0 if len(word) > 2 or not word.isalpha() or not word.isascii() else 0.4
        for word in words
    }
    total = sum(weights.values())
    return (
        sum(weight for word, weight in weights.items() if has_form(word, asked)) / total
        if total
        else 0.0
    )


def overlap(question: str, text: str) -> int:
    """Return how many words of a question a text has, function words aside."""
    there = set(tokens(text))
    return sum(1 for word in set(tokens(question)) if len(word) > 3 and has_form(word, there))
