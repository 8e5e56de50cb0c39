"""Texts of a benchmark that have found their way into training data."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

from sdk_core.errors import UsageError
from sdk_core.export.benchmarks import OpenTable, read_entries
from sdk_core.model import Example, Message
from sdk_core.rows.example_text import example_question
from sdk_core.similarity.contamination import ContaminationIndex, Item, Match
from sdk_core.similarity.words import words


class Reference:
    """The texts that must not be trained on.

    Args:
        paths: Files of benchmarks, as `benchmarks.read_entries` takes them.
        table: Gives the rows of a table, ``None`` for what is none.

    Raises:
        UsageError: A file cannot be read, or holds nothing that could be looked for.
    """

    def __init__(self, paths: tuple[Path, ...], table: OpenTable = lambda _: None) -> None:
        self._paths = paths
        self._files = array("L")
        self._numbers = array("L")
        self._told: dict[str, tuple[int, int, Match]] = {}
        self._index = ContaminationIndex(self._items(table))

    def found_in(self, example: Example, index: int = 0) -> str | None:
        """Return which entry a record repeats, in words, ``None`` for none of them.

        What a record has of a benchmark without repeating an entry is counted for `notes`.

        Args:
            example: The record.
            index: Its index in the store.
        """
        match = self._index.match(_texts(example), _exchanges(example), example.passage)
        if match is None:
            return None
        if match.verdict != "repeats":
            count, first, shown = self._told.get(match.verdict, (0, index, match))
            self._told[match.verdict] = count + 1, first, shown
            return None
        return f'repeats {match.share:.0%} of {self._named(match)}: "{match.words}"'

    def notes(self, name: Callable[[int], str]) -> Iterator[str]:
        """Yield what the user should know of records that stay.

        Args:
            name: Gives the name of a record by its index in the store.
        """
        if "touches" in self._told:
            count, first, match = self._told["touches"]
            yield (
                f"{_records(count, 'has', 'have')} words of a benchmark and "
                f"{'stays' if count == 1 else 'stay'}: the first, {name(first)}, has "
                f'"{match.words}" of {self._named(match)}'
            )
        if "held" in self._told:
            count, first, match = self._told["held"]
            yield (
                f"{_records(count, 'repeats', 'repeat')} benchmark text that "
                f"{'its document holds' if count == 1 else 'their documents hold'} already: the "
                f'first, {name(first)}, has "{match.words}" of {self._named(match)}'
            )

    def _items(self, table: OpenTable) -> Iterator[tuple[int, Item]]:
        for file, path in enumerate(self._paths):
            holds = False
            for entry in read_entries(path, table):
                item = entry.item
                holds = holds or any(map(words, (*item.question, *item.answers, *item.others)))
                self._files.append(file)
                self._numbers.append(entry.number)
                yield file, item
            if not holds:
                raise UsageError(
                    f"{path} holds no text to decontaminate against",
                    hint="give a file with the questions of the benchmark",
                )

    def _named(self, match: Match) -> str:
        file = self._paths[self._files[match.entry]]
        return f"entry {self._numbers[match.entry]} of {file.name}"


def _records(count: int, one: str, several: str) -> str:
    return f"{count:,} record {one}" if count == 1 else f"{count:,} records {several}"


def _texts(example: Example) -> Iterator[str]:
    """Yield all that a trainer may learn of a record, each text by itself."""
    for turn in (*example.messages, *example.rejected):
        yield from _spoken(turn)
    yield from _strings(example.fields)


def _exchanges(example: Example) -> Iterator[tuple[str, str]]:
    """Yield each question of a record with what may be its answer."""
    if not example.messages:
        question = example_question(example)
        yield question, ""
        for text in _strings(example.fields):
            yield question, text
        return
    asked = ""
    for turn in example.messages:
        if turn.role == "user":
            asked = turn.content
            yield asked, ""
        elif asked:
            yield asked, turn.content


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
