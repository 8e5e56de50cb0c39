"""Reads the entries of benchmarks, in whatever shape people have them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdk_core.artifacts import json_files
from sdk_core.errors import UsageError

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


@dataclass(frozen=True, slots=True)
class Entry:
    """A text of a benchmark.

    Args:
        number: The record, line or row that it is in, from 1.
        text: The text.
        is_asked: Whether it is a question rather than, say, an answer: of those a short one is in
            many texts by chance.
    """

    number: int
    text: str
    is_asked: bool


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
        found = list(_entries(row, is_asked=isinstance(row, str)))
        if not any(is_asked for _, is_asked in found):  # names that nobody foresaw
            longest = max((text for text, _ in found), key=len, default="")
            found = [(text, text == longest) for text, _ in found]
        for text, is_asked in found:
            yield Entry(number, text, is_asked)


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


def _entries(value: object, *, is_asked: bool) -> Iterator[tuple[str, bool]]:
    """Yield each text in a value, with whether it is asked."""
    if isinstance(value, str):
        yield value, is_asked
    elif isinstance(value, list):
        for item in value:
            yield from _entries(item, is_asked=is_asked)
    elif isinstance(value, Mapping):
        speaker = next((value[name] for name in _SPEAKERS if name in value), None)
        for name, item in value.items():
            if speaker is not None and name in _SPEAKERS:
                continue
            if str(name).lower() in _ANSWERING:
                yield from ((text, False) for text, _ in _entries(item, is_asked=False))
            else:
                asks = str(name).lower() in _ASKING and speaker in (None, *_ASKERS)
                yield from _entries(item, is_asked=asks)
