"""Seeds: what generators without documents begin with, a line or a row each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sdk_core.artifacts import json_files
from sdk_core.documents.texts import read_text
from sdk_core.errors import DocumentError
from sdk_core.model import Seed
from sdk_core.parsing.parser_choice import file_source
from sdk_core.runs import data_files
from sdk_core.runs.example_reader import ExampleReader
from sdk_core.runs.session import Session

_TEXTS = ("seed", "topic", "text", "instruction", "task", "prompt", "question", "name", "title")


def read_seeds(session: Session, path: Path) -> list[Seed]:
    """Return the seeds of a file: the lines of a text, or the rows of a table or of JSON.

    Args:
        session: The command's surroundings.
        path: The file. In a text, empty lines and those that begin with ``#`` are none.

    Raises:
        DocumentError: It cannot be read, or holds none.
    """
    if data_files.is_data_file(session, path):
        found = [_of_row(row) for row in _rows(session, path)]
    else:
        text = read_text(file_source(path), session.progress.note)
        lines = (line.strip() for line in text.splitlines())
        found = [(line, {}) for line in lines if line and not line.startswith("#")]
    if not found:
        raise DocumentError(
            f"{path} holds no seeds", hint="write one a line, or a table with a column topic"
        )
    return [Seed(index=n, text=text, fields=row) for n, (text, row) in enumerate(found)]


def _rows(session: Session, path: Path) -> Iterator[Any]:
    table = ExampleReader(session).table(path)
    if table is not None:
        yield from table
        return
    for _, value in json_files.load(path).values:
        yield from value if isinstance(value, list) else [value]


def _of_row(row: Any) -> tuple[str, Mapping[str, Any]]:
    """Return the text of a row, and all that it has.

    Raises:
        DocumentError: It has no text.
    """
    if isinstance(row, str):
        return row, {}
    texts = {k: v for k, v in row.items() if isinstance(v, str)} if isinstance(row, dict) else {}
    named = next((name for name in _TEXTS if name in texts), next(iter(texts), ""))
    if not named:
        raise DocumentError(f"a row of the seeds has no text: {row!r:.80}")
    return texts[named], row
