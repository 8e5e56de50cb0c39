"""Find the sentences that say most about a text."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sdk_builtins.backends.extractive.sentences import Sentence, is_unspaced, standing, words
from sdk_builtins.backends.extractive.vocabulary import STOP_WORDS

_DAMPING = 0.15
_ROUNDS = 10
_RELEVANCE = 0.7
_COMPARED = 60


@dataclass(frozen=True, slots=True)
class Ranking:
    """How much each sentence of a text says about the whole.

    Args:
        sentences: The sentences that were compared.
        scores: Their scores, in the same order.
        vectors: Their weighted terms, of length 1.
        weights: How telling each term is: high for a rare one.
    """

    sentences: Sequence[Sentence]
    scores: Sequence[float]
    vectors: Sequence[Mapping[str, float]]
    weights: Mapping[str, float]

    def select(self, count: int) -> list[Sentence]:
        """Return up to ``count`` sentences, the best first, each unlike those before it.

        Maximal marginal relevance: Carbonell and Goldstein, "The use of MMR, diversity-based
        reranking", SIGIR 1998. Beyond the first some dozens only the score decides, since the
        comparison of each with each would take too long.
        """
        order = sorted(range(len(self.scores)), key=lambda i: (-self.scores[i], i))
        pool = order[: 4 * _COMPARED]
        top = self.scores[pool[0]] if pool else 1.0
        likeness = dict.fromkeys(pool, 0.0)
        chosen: list[int] = []
        while pool and len(chosen) < min(count, _COMPARED):
            best = max(
                pool,
                key=lambda i: (
                    _RELEVANCE * self.scores[i] / top - (1 - _RELEVANCE) * likeness[i],
                    -i,
                ),
            )
            pool.remove(best)
            chosen.append(best)
            for i in pool:
                likeness[i] = max(likeness[i], _dot(self.vectors[best], self.vectors[i]))
        taken = frozenset(chosen)
        chosen += [i for i in order if i not in taken][: max(0, count - len(chosen))]
        return [self.sentences[i] for i in chosen]


def rank(sentences: Sequence[Sentence]) -> Ranking:
    """Rank sentences by how central they are among all.

    Continuous LexRank: Erkan and Radev, "LexRank: graph-based lexical centrality as salience in
    text summarization", JAIR 22, 2004. Similarity is the cosine of tf-idf vectors, so a step of
    the power iteration is two products with the term matrix, and time grows with the length of
    the text rather than with the square of the number of sentences. A sentence that does not
    stand by itself is worth less than its place among the others says.
    """
    counts = [Counter(terms(sentence.text)) for sentence in sentences]
    spread = Counter(term for count in counts for term in count)
    total = len(sentences)
    weights = {term: math.log((1 + total) / (1 + n)) + 0.1 for term, n in spread.items()}
    vectors = [_unit({term: n * weights[term] for term, n in c.items()}) for c in counts]
    central = zip(_central(vectors), sentences, strict=True)
    return Ranking(sentences, [c * standing(s.text) for c, s in central], vectors, weights)


def terms(text: str) -> Iterable[str]:
    """Return the words to compare texts by: folded, without function words.

    Scripts that put no spaces between words give pairs of neighbouring characters.
    """
    for word in words(text):
        if is_unspaced(word):
            yield from (word[i : i + 2] for i in range(max(1, len(word) - 1)))
            continue
        folded = word.casefold()
        if folded not in STOP_WORDS:
            yield folded


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {term: value / length for term, value in vector.items()} if length else {}


def _dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    small, large = (one, other) if len(one) < len(other) else (other, one)
    return sum(value * large[term] for term, value in small.items() if term in large)


def _central(vectors: Sequence[Mapping[str, float]]) -> list[float]:
    if not vectors:
        return []
    total = len(vectors)
    degrees = _spread(vectors, [1.0] * total)
    scores = [1.0 / total] * total
    for _ in range(_ROUNDS):
        shares = [s / d if d else 0.0 for s, d in zip(scores, degrees, strict=True)]
        scores = [_DAMPING / total + (1 - _DAMPING) * s for s in _spread(vectors, shares)]
    return scores


def _spread(vectors: Sequence[Mapping[str, float]], amounts: Sequence[float]) -> list[float]:
    """Return for each vector the sum of amounts, each weighted by its vector's similarity."""
    pooled: dict[str, float] = {}
    for vector, amount in zip(vectors, amounts, strict=True):
        for term, value in vector.items():
            pooled[term] = pooled.get(term, 0.0) + amount * value
    return [sum(value * pooled[term] for term, value in v.items()) for v in vectors]
