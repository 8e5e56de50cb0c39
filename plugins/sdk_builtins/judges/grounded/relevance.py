"""How much of a question the sentences of a passage have."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.grounded.clauses import sentences
from sdk_builtins.judges.grounded.names import is_small
from sdk_builtins.judges.grounded.word_forms import Vocabulary, tokens


@lru_cache(maxsize=1024)
def content(text: str) -> tuple[str, ...]:
    """Return the folded content words of a text, of scripts without spaces pairs of characters."""
    found: list[str] = []
    there = tokens(text)
    for at, token in enumerate(there):
        if token.is_unspaced:
            after = there[at + 1] if at + 1 < len(there) else None
            if after is None or not after.is_unspaced or after.start != token.end:
                continue
            if not (_is_kana(token.key) and _is_kana(after.key)):
                found.append(token.key + after.key)
        elif len(token.key) > 1 and not is_small(token.text):
            found.append(token.key)
    return tuple(dict.fromkeys(found))


def _is_kana(key: str) -> bool:
    return "\u3041" <= key[0] <= "\u309f"


class Passage:
    """The sentences of a passage, and how telling its words are.

    Args:
        text: The passage.
    """

    def __init__(self, text: str) -> None:
        self.sentences = sentences(text)
        self._words = [Vocabulary(sentence.text) for sentence in self.sentences]
        self._headings = {
            heading: Vocabulary(heading) for heading in {each.heading for each in self.sentences}
        }
        self._places: dict[str, frozenset[int]] = {}

    def places(self, word: str) -> frozenset[int]:
        """Return the numbers of the sentences that have a content word."""
        if word not in self._places:
            self._places[word] = frozenset(
                at for at, words in enumerate(self._words) if has(word, words)
            )
        return self._places[word]

    def weight(self, word: str) -> float:
        """Return how telling a word is: the inverse document frequency by sentences, 0 to 1.

        Sparck Jones, "A statistical interpretation of term specificity" (1972).
        """
        total = len(self.sentences) + 1
        return math.log(total / (len(self.places(word)) + 0.5)) / math.log(total * 2)

    def share(self, words: Sequence[str], span: range, *, with_heading: bool = True) -> float:
        """Return the share of weighted words that a run of sentences has.

        Args:
            words: Folded content words.
            span: Numbers of the sentences.
            with_heading: Whether the headings above them count too.
        """
        weights = {word: max(0.0, self.weight(word)) for word in words}
        total = sum(weights.values())
        if not total:
            return 0.0
        above = {self.sentences[at].heading for at in span} if with_heading else set()
        got = sum(
            weight
            for word, weight in weights.items()
            if not self.places(word).isdisjoint(span)
            or any(has(word, self._headings[heading]) for heading in above)
        )
        return got / total

    def best_share(self, words: Sequence[str]) -> float:
        """Return the largest share of weighted words that one sentence has."""
        return max(
            (self.share(words, range(at, at + 1)) for at in set().union(*map(self.places, words))),
            default=0.0,
        )

    def around(self, at: int, reach: int) -> range:
        """Return the numbers of the sentences of a section near one; of a table's row, its head too."""
        first = at
        while first and self._is_row(first):
            first -= 1
        section = self.sentences[at].section
        near = [
            each
            for each in range(min(first, at - reach), at + reach + 1)
            if 0 <= each < len(self.sentences) and self.sentences[each].section == section
        ]
        return range(near[0], near[-1] + 1)

    def _is_row(self, at: int) -> bool:
        return self.sentences[at].text.lstrip().startswith("|")

    def at(self, position: int) -> int | None:
        """Return the number of the sentence at a code point of the passage."""
        for number, sentence in enumerate(self.sentences):
            if sentence.start <= position < sentence.end:
                return number
        return None


def has(word: str, words: Vocabulary) -> bool:
    """Tell whether a content word stands in a text."""
    if word[0] >= "\u0e01" and word in words.solid:
        return True
    return words.knows(word)


@lru_cache(maxsize=32)
def passage_of(text: str) -> Passage:
    """Return the sentences of a passage, kept for the next record of it."""
    return Passage(text)


def place_of(exchange: Exchange) -> int | None:
    """Return the number of the sentence in which the first evidence begins, ``None`` for none."""
    if exchange.offset is None:
        return None
    starts = [each.start for each in exchange.evidence if each.start is not None]
    return passage_of(exchange.passage).at(starts[0] - exchange.offset) if starts else None


def closest_sentence(exchange: Exchange) -> str:
    """Return the sentence of the passage that has most words of the answer, ``""`` for none."""
    wanted = content(exchange.answer)
    if len(wanted) < 3:
        return ""
    passage = passage_of(exchange.passage)
    counts = Counter(at for word in wanted for at in passage.places(word))
    if not counts:
        return ""
    best, count = counts.most_common(1)[0]
    return passage.sentences[best].text if count >= 0.7 * len(wanted) else ""
