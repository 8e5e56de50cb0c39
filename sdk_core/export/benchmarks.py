"""Reads the entries of benchmarks, in whatever shape people have them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sdk_core.artifacts import json_files
from sdk_core.errors import UsageError
from sdk_core.similarity.contamination import Item

_ASKING = (
    *("question", "questions", "prompt", "prompts", "instruction", "instructions", "problem"),
    *("query", "input", "inputs", "text", "stem", "ctx", "goal", "sentence", "premise", "task"),
    *("user", "human", "content", "value", "turns", "body"),
)
"""Names under which benchmarks have what they ask."""

_ANSWERING = (
    *("choices", "options", "answer", "answers", "candidates", "endings", "solution", "solutions"),
    *("output", "outputs", "response", "responses", "completion", "target", "targets"),
)
"""Names below which nothing is asked, whatever is named like a question there."""

_SPEAKERS = ("role", "from")
_ASKERS = ("user", "human")
_SAYING = ("content", "value", "text", "parts")


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of a benchmark, with what belongs to it.

    Args:
        number: The record, line or row that it is in, from 1; several may be in one.
        item: Its texts.
    """

    number: int
    item: Item


OpenTable = Callable[[Path], Iterator[Mapping[str, Any]] | None]
"""Gives the rows of a table, ``None`` for what is none."""


def read_entries(path: Path, table: OpenTable) -> Iterator[Entry]:
    """Yield the texts of a table, or of a file of JSON, JSON Lines, or text with an entry a line.

    Args:
        path: The file, or a folder that is one table.
        table: Opens a table.

    Raises:
        UsageError: It cannot be read.
    """
    rows = table(path)
    for number, row in enumerate(_rows(path) if rows is None else rows, start=1):
        for item in _items(row):
            yield Entry(number, item)


def _rows(path: Path) -> Iterator[object]:
    ending = path.suffix.lower()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}", hint="check --decontaminate") from error
    if ending == ".json":
        try:
            value = json.loads(text)
        except json.JSONDecodeError as error:
            raise UsageError(f"{path} is not valid JSON: {error}") from error
        yield from _records(value)
    elif ending in json_files.LINE_SUFFIXES:
        for number, line in enumerate(text.split("\n"), start=1):
            try:
                yield json.loads(line) if line.strip() else {}
            except json.JSONDecodeError as error:
                raise UsageError(f"{path}, line {number}, is not valid JSON") from error
    else:
        yield from text.split("\n")


def _records(value: object) -> Iterator[object]:
    """Yield the records of a JSON file: its array, or the arrays of records in its object."""
    if isinstance(value, list):
        yield from value
        return
    lists = list(value.values()) if isinstance(value, dict) else []
    nested = [item for item in lists if isinstance(item, list) and _are_records(item)]
    if nested:
        for item in nested:
            yield from item
    else:
        yield value


def _are_records(value: list[object]) -> bool:
    return all(isinstance(item, dict) and not {*_SPEAKERS} & {*item} for item in value)


@dataclass(slots=True)
class _Texts:
    """The texts of a record while they are gathered.

    Args:
        question: Those under a name that asks.
        several: Questions that stand in one list, each for itself.
        answers: Those under a name that answers.
        others: The rest.
        inner: The entries that the record is made of, such as the turns of a conversation.
    """

    question: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    inner: list[Item] = field(default_factory=list)

    def add(self, name: str, value: object, *, asks: bool) -> None:
        """Take in one value of a record, by its name."""
        asks = asks or name in _ASKING
        if name in _ANSWERING:
            self.answers += _strings(value)
        elif isinstance(value, Mapping):
            for key, inner in value.items():
                self.add(str(key).lower(), inner, asks=asks and str(key).lower() in _ASKING)
        elif isinstance(value, list) and _is_talk(value):
            self.inner += _turns(value)
        elif isinstance(value, list) and all(isinstance(each, str) for each in value):
            if asks and len(value) > 1:
                self.several += value
            else:
                (self.question if asks else self.others).extend(value)
        elif isinstance(value, list):
            for each in value:
                self.inner += _found(each)
        elif isinstance(value, str):
            (self.question if asks else self.others).append(value)

    def items(self) -> Iterator[Item]:
        """Yield an entry for each question, and one for what is left where there is none."""
        if self.inner and not self.question and self.answers:
            last = self.inner.pop()
            answers = (*last.answers, *self.answers)
            self.inner.append(Item(last.question, answers, last.others))
            self.answers = []
        yield from self.inner
        answers, others = tuple(self.answers), tuple(self.others)
        for each in self.several:
            yield Item((*self.question, each), answers, others)
        if not self.several and (self.question or answers or others):
            yield Item(tuple(self.question), answers, others)


def _items(row: object) -> Iterator[Item]:
    """Yield the entries of a row; where no name tells what is asked, it is the longest text."""
    if isinstance(row, str):
        yield Item((row,))
        return
    found = list(_found(row))
    if any(item.question for item in found):
        yield from found
        return
    texts = list(_strings(row))
    longest = max(texts, key=len, default="")
    if longest:
        texts.remove(longest)
        yield Item((longest,), tuple(texts))


def _found(value: object) -> Iterator[Item]:
    if isinstance(value, Mapping):
        texts = _Texts()
        if _is_talk([value]):
            yield from _turns([value])
            return
        for name, inner in value.items():
            texts.add(str(name).lower(), inner, asks=False)
        yield from texts.items()
    elif isinstance(value, list):
        if _is_talk(value):
            yield from _turns(value)
            return
        for each in value:
            yield from _found(each)
    elif isinstance(value, str):
        yield Item(others=(value,))


def _is_talk(value: list[Any]) -> bool:
    """Tell whether a list is the turns of a conversation."""
    return bool(value) and all(
        isinstance(turn, Mapping)
        and any(name in turn for name in _SPEAKERS)
        and any(name in turn for name in _SAYING)
        for turn in value
    )


def _turns(value: Iterable[Mapping[str, Any]]) -> Iterator[Item]:
    """Yield each question of a conversation with what follows as its answer."""
    asked: tuple[str, ...] = ()
    said: list[str] = []
    before: list[str] = []
    for turn in value:
        speaker = next(turn[name] for name in _SPEAKERS if name in turn)
        texts = [*_strings({key: each for key, each in turn.items() if key not in _SPEAKERS})]
        if speaker in _ASKERS:
            if asked:
                yield Item(asked, tuple(said))
            asked, said = tuple(texts), []
        elif asked:
            said += texts
        else:
            before += texts
    if asked:
        yield Item(asked, tuple(said))
    if before:
        yield Item(others=tuple(before))


def _strings(value: object) -> Iterator[str]:
    """Yield the texts and numbers in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield f"{value:g}" if isinstance(value, float) else str(value)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _strings(each)
