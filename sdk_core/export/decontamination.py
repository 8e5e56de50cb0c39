"""Texts of a benchmark that have found their way into training data.

A record is taken for contaminated when one of its texts, whichever turn or field, shares a run of
eight words with an entry of the benchmark: the measure of open-r1, stricter than the thirteen words
of GPT-3 (Brown et al. 2020), which misses short questions. An entry that is shorter counts as a
whole. Paraphrases are not found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sdk_core.errors import UsageError
from sdk_core.export.benchmarks import Entry, OpenTable, read_entries
from sdk_core.export.words import IDEOGRAPHS, SYLLABLES, words
from sdk_core.model import Example, Message
from sdk_core.rows.example_text import example_question

RUN = 32
"""Weight of a run that counts as a hit: that of eight words."""

_WORD, _IDEOGRAPH, _SYLLABLE = 4, 2, 1
"""Weights: a word of Chinese or Japanese has about two signs, one of Thai about four."""

_ANYWHERE = 16
"""Weight from which a shorter entry counts wherever it stands. A lighter one stands in others by
chance, as "What is it?" does, and has to be a sentence of its own."""

_AS_SENTENCE = 12
"""Weight from which it may be any sentence; what is lighter has to be a whole question."""

_SENTENCE = re.compile(r"[.?!。？！：:;；।؟۔\n]+")
_IDEOGRAPHS = re.compile(f"[{IDEOGRAPHS}]")
_SYLLABLES = re.compile(f"[{SYLLABLES}]")
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an entry stands, for people."""

    file: Path
    number: int
    text: str

    def __str__(self) -> str:
        text = " ".join(self.text.split())
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        return f"entry {self.number} of {self.file.name}: {shown}"


class Reference:
    """The word runs of the texts that must not be trained on.

    Args:
        paths: Files of benchmarks, as `benchmarks.read_entries` takes them.
        table: Gives the rows of a table, ``None`` for what is none.

    Raises:
        UsageError: A file cannot be read, or holds nothing that could be looked for.
    """

    def __init__(self, paths: tuple[Path, ...], table: OpenTable = lambda _: None) -> None:
        self._runs: dict[int, _Place] = {}
        self._parts: dict[int, _Place] = {}
        self._lengths: set[int] = set()
        self._sentences: dict[int, _Place] = {}
        for path in paths:
            before = self._size
            for entry in read_entries(path, table):
                self._add(path, entry)
            if self._size == before:
                raise UsageError(
                    f"{path} holds no text to decontaminate against",
                    hint="give a file with the questions of the benchmark",
                )

    def found_in(self, example: Example) -> str | None:
        """Return which entry a record repeats, in words, ``None`` for none of them."""
        asked = {turn.content for turn in example.messages if turn.role == "user"}
        asked.add(example_question(example))
        found = (self._found(text, is_asked=text in asked) for text in _texts(example))
        place = next((place for place in found if place is not None), None)
        return None if place is None else f"holds {place}"

    @property
    def _size(self) -> int:
        return len(self._runs) + len(self._parts) + len(self._sentences)

    def _add(self, path: Path, entry: Entry) -> None:
        place = _Place(path, entry.number, entry.text)
        parts = _split(entry.text)
        if runs := list(_runs(parts)):
            for run in runs:
                self._runs.setdefault(run, place)
        elif entry.is_asked and parts:
            if sum(map(_weight, parts)) >= _ANYWHERE:
                self._parts.setdefault(hash(tuple(parts)), place)
                self._lengths.add(len(parts))
            else:
                self._sentences.setdefault(hash(tuple(parts)), place)

    def _found(self, text: str, *, is_asked: bool) -> _Place | None:
        parts = _split(text)
        for run in _runs(parts):
            if run in self._runs:
                return self._runs[run]
        for length in self._lengths:
            for start in range(len(parts) - length + 1):
                part = hash(tuple(parts[start : start + length]))
                if part in self._parts:
                    return self._parts[part]
        return self._found_sentence(text, parts if is_asked else [])

    def _found_sentence(self, text: str, question: list[str]) -> _Place | None:
        if not self._sentences:
            return None
        sentences = [_split(sentence) for sentence in _SENTENCE.split(text)]
        heavy = (parts for parts in sentences if sum(map(_weight, parts)) >= _AS_SENTENCE)
        found = (self._sentences.get(hash(tuple(parts))) for parts in (question, *heavy))
        return next((place for place in found if place is not None), None)


def _split(text: str) -> list[str]:
    """Return the words of a text without differences that readers do not see."""
    return words(_UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold())


def _runs(parts: list[str]) -> Iterator[int]:
    """Yield a hash for the shortest run of enough weight from each word on."""
    weights = [_weight(part) for part in parts]
    end, weight = 0, 0
    for start in range(len(parts)):
        while end < len(parts) and weight < RUN:
            weight += weights[end]
            end += 1
        if weight < RUN:
            return
        yield hash(tuple(parts[start:end]))
        weight -= weights[start]


def _weight(word: str) -> int:
    if _IDEOGRAPHS.match(word):
        return _IDEOGRAPH
    return _SYLLABLE if _SYLLABLES.match(word) else _WORD


def _texts(example: Example) -> Iterator[str]:
    """Yield all that a trainer may learn of a record, each text by itself."""
    for turn in (*example.messages, *example.rejected):
        yield from _spoken(turn)
    yield from _strings(example.fields)


def _spoken(turn: Message) -> Iterator[str]:
    yield turn.content
    if turn.reasoning:
        yield turn.reasoning


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
