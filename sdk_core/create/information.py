"""How much a text says, and how many examples that is worth."""

from __future__ import annotations

import re
from collections.abc import Iterable

WORDS_PER_EXAMPLE = 60
"""New words of text for one example of a type that usually makes `USUAL` of a document.

A chunk of the usual 4000 characters has about 650 words of English, so it is worth 11.
"""

USUAL = 25
"""Examples of a document that the rate of `WORDS_PER_EXAMPLE` is for."""

_SHORT = 8
"""Words of a line up to which digits do not tell it from another: headers, footers, page marks."""

# Scripts without spaces: an ideograph or kana is about half a word, a letter of Thai, Lao, Khmer
# or Burmese about a fifth of one.
_TOKEN = re.compile(
    r"(?P<half>[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])"
    r"|(?P<fifth>[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff])"
    r"|[^\W_\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)
_WEIGHTS = {"half": 0.5, "fifth": 0.2, None: 1.0}
_DIGITS = re.compile(r"\d+")


def new_words(text: str) -> int:
    """Return how many words of a text have not been said in it before.

    A word counts when it, with the two before it in its line, stands there for the first time; so
    what is repeated adds nothing, and more text never counts for less. Word sequences that have
    not been seen are the usual measure of repetition in text (distinct-n: Li et al., "A
    Diversity-Promoting Objective Function", NAACL 2016). Lines of eight words or fewer that differ
    from an earlier one in their digits alone, such as the footers of pages, add nothing either.
    """
    return _counted([text])[0]


def new_words_of_each(texts: Iterable[str]) -> list[int]:
    """Return for each of some texts how many of its words none before it has said."""
    return _counted(texts)


def _counted(texts: Iterable[str]) -> list[int]:
    seen: set[int] = set()
    short: set[str] = set()
    return [_new_in(text, seen, short) for text in texts]


def _new_in(text: str, seen: set[int], short: set[str]) -> int:
    total = 0.0
    for line in text.casefold().splitlines():
        words = [(found[0], _WEIGHTS[found.lastgroup]) for found in _TOKEN.finditer(line)]
        if not any(word.isalpha() for word, _ in words):
            continue
        if len(words) <= _SHORT:
            masked = " ".join(_DIGITS.sub("0", word) for word, _ in words)
            if masked in short:
                continue
            short.add(masked)
        two = one = ""
        for word, weight in words:
            key = hash((two, one, word))
            if key not in seen:
                seen.add(key)
                total += weight
            two, one = one, word
    return int(total)


def examples_for(words: int, *, usual: int, units: int, least: int = 1) -> int:
    """Return how many examples some new words are worth.

    Args:
        words: The new words, by `new_words`.
        usual: Examples that the type makes of a document when nobody says how many; a type of few
            large ones is worth as many fewer.
        units: Chunks of the document: no more than ``usual`` are asked of each.
        least: Examples in any case.
    """
    worth = words * usual // (WORDS_PER_EXAMPLE * USUAL)
    return max(least, min(worth, usual * units))
