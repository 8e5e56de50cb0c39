"""Questions of a benchmark that have found their way into training data.

A record is taken for contaminated when it shares a run of eight words with the reference: the
measure of open-r1, stricter than the thirteen words of GPT-3 (Brown et al. 2020), which misses
short questions. Paraphrases are not found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sdk_core.artifacts import json_files
from sdk_core.errors import UsageError

WORDS = 8
"""Words in a row that count as a hit; a shorter reference text counts as a whole."""

_MIN_WORDS = 4  # shorter texts, such as "What is it?", would hit by chance
_WORD = re.compile(r"\w+")


class Reference:
    """The word runs of the texts that must not be trained on.

    Args:
        paths: Files of JSON, JSON Lines, or plain text with one entry a line.

    Raises:
        UsageError: A file cannot be read, or holds nothing that could be looked for.
    """

    def __init__(self, paths: tuple[Path, ...]) -> None:
        self._runs: set[int] = set()
        self._whole: set[int] = set()
        self._lengths: set[int] = set()
        for path in paths:
            before = len(self._runs) + len(self._whole)
            for text in _texts(path):
                self._add(text)
            if len(self._runs) + len(self._whole) == before:
                raise UsageError(
                    f"{path} holds no text to decontaminate against",
                    hint="give a file with the questions of the benchmark",
                )

    def touches(self, text: str) -> bool:
        """Tell whether a text shares a run of words with the reference."""
        words = _WORD.findall(text.casefold())
        if any(run in self._runs for run in _runs(words, WORDS)):
            return True
        return any(run in self._whole for length in self._lengths for run in _runs(words, length))

    def _add(self, text: str) -> None:
        words = _WORD.findall(text.casefold())
        if len(words) >= WORDS:
            self._runs.update(_runs(words, WORDS))
        elif len(words) >= _MIN_WORDS:
            self._whole.update(_runs(words, len(words)))
            self._lengths.add(len(words))


def _runs(words: list[str], length: int) -> Iterator[int]:
    for start in range(len(words) - length + 1):
        yield hash(tuple(words[start : start + length]))


def _texts(path: Path) -> Iterator[str]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}", hint="check --decontaminate") from error
    if path.suffix.lower() == ".json":
        try:
            yield from _strings(json.loads(text))
        except json.JSONDecodeError as error:
            raise UsageError(f"{path} is not valid JSON: {error}") from error
    elif path.suffix.lower() in json_files.LINE_SUFFIXES:
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                try:
                    yield from _strings(json.loads(line))
                except json.JSONDecodeError as error:
                    raise UsageError(f"{path}, line {number}, is not valid JSON") from error
    else:
        yield from text.split("\n")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
