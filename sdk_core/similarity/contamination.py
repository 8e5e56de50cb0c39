"""Finds what a text repeats of the entries of benchmarks.

An entry counts by the share of its runs of words that a record covers, each run weighted by how few
entries have it: ``ln(1 + N / f)``, the inverse document frequency of Witten, Moffat and Bell,
Managing Gigabytes, section 4.4. AI2's decon weights its n-grams likewise. Paraphrases are not
found.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Literal

from sdk_core.similarity.ngrams import between, folded, runs, shown
from sdk_core.similarity.run_weights import RunCollection

DROPS = 0.5
"""Share of an entry, or of its question, from which a record repeats it."""

_SHOWN = 80

Words = tuple[str, ...]

Verdict = Literal["repeats", "touches", "held"]
"""Half of an entry or more; some of it; what the record's document holds too, and nothing else."""


@dataclass(frozen=True, slots=True)
class Item:
    """The texts of one entry of a benchmark.

    Args:
        question: What is asked, as one text or several that belong together.
        answers: What is answered: solutions, and the options that are offered.
        others: What else the entry has, such as the passage that it asks about.
    """

    question: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """What a record has of a benchmark.

    Args:
        entry: Which entry, by its number in the index, from 0.
        verdict: What that means for the record.
        share: Weighted share of the entry or its question, 0 to 1.
        words: The longest run that both have, folded, cut to 80 characters.
    """

    entry: int
    verdict: Verdict
    share: float
    words: str


class ContaminationIndex:
    """The runs of all entries of benchmarks: hashes, 17 bytes for each run of an entry.

    Args:
        items: The entries, each with the number of the file that it is in; files in order.
    """

    def __init__(self, items: Iterable[tuple[int, Item]]) -> None:
        self._questions: dict[int, int] = {}
        self._pairs: dict[int, int] = {}
        self._read(items)
        self._held = lru_cache(maxsize=16)(_runs_of)  # records of one passage stand together

    def match(
        self, texts: Iterable[str], exchanges: Iterable[tuple[str, str]], passage: str = ""
    ) -> Match | None:
        """Return the worst that a record has of any entry, ``None`` for nothing.

        Args:
            texts: All texts of the record.
            exchanges: Its questions, each with an answer; without one ``""``.
            passage: What it was made from: text that this holds does not count against it.
        """
        split = {text: folded(text) for text in texts}
        lines = [(parts, runs(parts)) for parts in split.values()]
        found = self._look_up([each for _, hashes in lines for each in hashes])
        held = self._held(passage) if found and passage else frozenset()
        own = {each: span for each, span in found.items() if each not in held}
        best = self._best(own, lines, "touches") if own else None
        if best is not None and best.share >= DROPS:
            return Match(best.entry, "repeats", best.share, best.words)
        equal = self._equal(_folded_pairs(exchanges, split), passage)
        if equal is not None and equal.verdict == "repeats":
            return equal
        if len(own) < len(found):
            whole = self._best(found, lines, "held")
            if whole.share >= DROPS or (best or equal) is None:
                return whole
        return best or equal

    def _read(self, items: Iterable[tuple[int, Item]]) -> None:
        import numpy as np

        collected, files = RunCollection(), array("i")
        seen: set[int] = set()
        for entry, (file, item) in enumerate(items):
            files.append(file)
            question, answers = _split(item.question), _split(item.answers)
            others = _split(item.others)
            told = answers if question else [*answers, *others]
            key = hash((tuple(map(tuple, question)), frozenset(map(tuple, told))))
            if key in seen:
                continue  # a copy makes no run of it more common
            seen.add(key)
            self._note_whole(entry, question, answers)
            collected.add(entry, question, chain(answers, others))
        self._runs = found = collected.weighted(files, len(seen))
        size = len(files)
        self._whole = np.bincount(found.owners, found.weights, size)
        self._asked = np.bincount(found.owners, found.weights * found.asked, size)

    def _note_whole(
        self, entry: int, question: Sequence[list[str]], answers: Sequence[list[str]]
    ) -> None:
        whole = tuple(chain.from_iterable(question))
        if not whole:
            return
        for answer in filter(None, answers):
            self._pairs.setdefault(hash((whole, tuple(answer))), entry)
        if not any(map(runs, question)):
            self._questions.setdefault(hash(whole), entry)

    def _look_up(self, hashes: list[int]) -> dict[int, range]:
        """Return the places in the index of each hash that it has."""
        import numpy as np

        every = self._runs.hashes
        if not hashes or not len(every):
            return {}
        wanted = np.array(hashes, dtype=np.int64)
        first = np.minimum(np.searchsorted(every, wanted), len(every) - 1)
        hits = np.unique(wanted[every[first] == wanted])
        if not len(hits):
            return {}
        starts, ends = (np.searchsorted(every, hits, side) for side in ("left", "right"))
        return {
            int(each): range(start, end)
            for each, start, end in zip(hits, starts, ends, strict=True)
        }

    def _best(
        self,
        found: Mapping[int, range],
        lines: Iterable[tuple[list[str], list[int]]],
        verdict: Verdict,
    ) -> Match:
        """Return the entry of which the most is covered."""
        import numpy as np

        owners = self._runs.owners
        places = np.fromiter(chain.from_iterable(found.values()), dtype=np.int64)
        entries, index = np.unique(owners[places], return_inverse=True)
        weights = self._runs.weights[places]
        whole = np.bincount(index, weights) / self._whole[entries]
        question = np.bincount(index, weights * self._runs.asked[places])
        shares = np.maximum(whole, question / np.maximum(self._asked[entries], 1e-9))
        best = int(np.argmax(shares))
        entry = int(entries[best])
        shared = {each for each, span in found.items() if entry in owners[span]}
        return Match(entry, verdict, min(1.0, float(shares[best])), _longest(lines, shared))

    def _equal(self, exchanges: Iterable[tuple[Words, Words]], passage: str) -> Match | None:
        """Return the entry whose question, and answer, a record has as a whole."""
        found: Match | None = None
        for asked, answered in exchanges:
            entry = self._pairs.get(hash((asked, answered))) if answered else None
            repeats = entry is not None
            if entry is None:
                entry = self._questions.get(hash(asked))
            if entry is None:
                continue
            told = (asked, answered) if repeats else (asked,)
            words = shown(chain.from_iterable(told), _SHOWN)
            if passage and _holds(folded(passage), told):
                found = found or Match(entry, "held", 1.0, words)
            elif repeats:
                return Match(entry, "repeats", 1.0, words)
            elif found is None or found.verdict == "held":
                found = Match(entry, "touches", 0.0, words)
        return found


def _folded_pairs(
    exchanges: Iterable[tuple[str, str]], known: Mapping[str, list[str]]
) -> Iterator[tuple[Words, Words]]:
    for pair in exchanges:
        asked, answered = (known[text] if text in known else folded(text) for text in pair)
        yield tuple(asked), tuple(answered)


def _split(texts: Iterable[str]) -> list[list[str]]:
    return [folded(text) for text in texts]


def _runs_of(text: str) -> frozenset[int]:
    return frozenset(runs(folded(text)))


def _longest(lines: Iterable[tuple[list[str], list[int]]], shared: set[int]) -> str:
    """Return the longest stretch of words that consists of shared runs."""
    best: list[str] = []
    for parts, hashes in lines:
        first: int | None = None
        for place, each in enumerate((*hashes, None)):
            if each in shared:
                first = place if first is None else first
            elif first is not None:
                stretch = between(parts, first, place - 1)
                best, first = max(best, stretch, key=len), None
    return shown(best, _SHOWN)


def _holds(parts: Sequence[str], texts: Iterable[Sequence[str]]) -> bool:
    whole = f"\n{chr(10).join(parts)}\n"
    return all(f"\n{chr(10).join(text)}\n" in whole for text in texts)
