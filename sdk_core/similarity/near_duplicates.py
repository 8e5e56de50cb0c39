"""Near-duplicates: questions that ask the same thing in nearly the same words.

Two questions are near-duplicates when no word of one stands where another stands in the other, and
when most of their five-letter pieces are the same (Jaccard similarity; Leskovec, Rajaraman, Ullman:
Mining of Massive Datasets, chapter 3) or they differ in small words alone. What they may differ in
is case, punctuation, order, plurals, articles and other small words, and words that one of them has
in addition. Numbers, signs, single letters and negations must be the same: bolts M8 and M9 are two
bolts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from sdk_core.similarity.words import words

SHINGLE = 5
"""Characters in a piece."""

THRESHOLD = 0.7
"""Jaccard similarity from which two questions count as the same."""

_SPACES = re.compile(r"\s+")
_SIGNS = re.compile(r"[+#%°$€£<>=&@±×÷^~√µ]|(?<!\w)[-−](?=\d)")


def _listed(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


_ARTICLES = _listed(
    "a an the der die das den dem des ein eine einen einem einer eines le la les l un une el los",
    "las il lo gli",
)
"""Words that say nothing about what is asked; also of languages that are common in documents."""

_NEGATIONS = _listed(
    "not no nor never without except t cannot nicht kein keine keinen keiner ohne nie pas sans",
    "jamais sin nunca non senza не без 不 没 非 未 无 無",
)

_EXCHANGEABLE = _listed(
    "of for on is are was were be been do does did has have had what which s can could may will",
    "would please me us tell this that these those there it its ist sind war von für est sont du",
    "de es son del di 的 是 在 了 は が を の",
)
"""Small words one of which may stand for another without another thing being asked."""


def normal(text: str) -> str:
    """Return a text without the differences of case and white space."""
    return _SPACES.sub(" ", text).strip().casefold()


@dataclass(frozen=True, slots=True)
class Outline:
    """What two texts are compared by.

    Args:
        marks: Numbers, signs, single letters and negations, sorted.
        signs: The signs among them, in order.
        words: All other words but articles, each with how often it is there.
        content: Those that are not exchangeable, or all where there are no others.
        skeleton: Marks and content in the order of the text; empty where it would say nothing.
        plain: The text without the differences of case and white space.
    """

    marks: tuple[str, ...]
    signs: tuple[str, ...]
    words: Counter[str]
    content: frozenset[str]
    skeleton: tuple[str, ...]
    plain: str

    @property
    def pieces(self) -> frozenset[str]:
        """Pieces of the text of `SHINGLE` characters."""
        count = max(len(self.plain) - SHINGLE + 1, 1)
        return frozenset(self.plain[i : i + SHINGLE] for i in range(count))

    def is_near(self, other: Outline, threshold: float) -> bool:
        """Tell whether two texts are near-duplicates."""
        if self.marks != other.marks:
            return False
        if not (self.content <= other.content or self.content >= other.content):
            return False
        mine, others = self.words - other.words, other.words - self.words
        if mine and others and not _EXCHANGEABLE.issuperset({*mine, *others}):
            return False
        if self.skeleton and self.skeleton == other.skeleton:
            return True
        mine_cut, others_cut = self.pieces, other.pieces
        shared = len(mine_cut & others_cut)
        return shared >= threshold * (len(mine_cut) + len(others_cut) - shared)


class NearIndex:
    """Finds among texts seen before those that are nearly the same.

    All pairs are found: of two near-duplicates one has all of the other's content words, so that
    it is enough to look through the texts that share the rarest of them.

    Args:
        text_of: Gives the text of a key again, so that none is kept in memory.
        threshold: Jaccard similarity from 0 to 1.
    """

    def __init__(self, text_of: Callable[[int], str], threshold: float = THRESHOLD) -> None:
        self._outline_of = lru_cache(maxsize=4096)(lambda key: outline(text_of(key)))
        self._threshold = threshold
        self._numbers: dict[Hashable, int] = {}
        self._content: dict[int, tuple[int, ...]] = {}
        self._with_word: list[list[int]] = []
        self._by_rarest: list[list[int]] = []

    def twins(self, text: str) -> Iterator[int]:
        """Yield the keys of texts seen before that are nearly the same, in no order."""
        own = outline(text)
        words = self._words(own)
        keys = {key for word in words for key in self._by_rarest[word]}
        keys.update(self._with_word[self._rarest(words)])
        for key in keys:
            content = self._content[key]
            is_nested = words.issuperset(content) or words.issubset(content)
            if is_nested and own.is_near(self._outline_of(key), self._threshold):
                yield key

    def add(self, key: int, text: str) -> None:
        """Remember a text under a key."""
        words = self._words(outline(text))
        self._by_rarest[self._rarest(words)].append(key)
        for word in words:
            self._with_word[word].append(key)
        self._content[key] = tuple(words)

    def _rarest(self, words: Iterable[int]) -> int:
        return min(words, key=lambda word: (len(self._with_word[word]), word))

    def _words(self, seen: Outline) -> frozenset[int]:
        """Return a number for each content word, and one for all marks together."""
        found = []
        for word in (*seen.content, *([seen.marks] if seen.marks else [])):
            number = self._numbers.setdefault(word, len(self._numbers))
            if number == len(self._with_word):
                self._with_word.append([])
                self._by_rarest.append([])
            found.append(number)
        return frozenset(found)


@lru_cache(maxsize=1024)
def outline(text: str) -> Outline:
    """Return what a text is compared by."""
    plain = normal(text)
    found = [_singular(word) for word in words(plain) if word not in _ARTICLES]
    signs = _SIGNS.findall(plain)
    marks = [word for word in found if _is_mark(word)] + signs
    rest = Counter(word for word in found if not _is_mark(word))
    content = frozenset(rest) - _EXCHANGEABLE
    return Outline(
        tuple(sorted(marks)),
        tuple(signs),
        rest,
        content or frozenset(rest) or frozenset(("",)),
        () if rest and not content else tuple(w for w in found if w in content or _is_mark(w)),
        plain,
    )


def _is_mark(word: str) -> bool:
    lone_letter = len(word) == 1 and word.isascii() and word != "s"
    if lone_letter or word in _NEGATIONS:
        return True
    return not word.isalpha() and any(sign.isdigit() for sign in word)


def _singular(word: str) -> str:
    is_plural = len(word) > 3 and word.endswith("s") and word not in _EXCHANGEABLE
    return word[:-1] if is_plural else word
