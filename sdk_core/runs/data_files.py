"""Files and folders of rows that storages read: which there are, and what stands in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import orjson

from sdk_core.artifacts import compressed, document_tables
from sdk_core.artifacts.json_files import LINE_SUFFIXES
from sdk_core.components import Storage
from sdk_core.errors import ComponentError, DocumentError, StorageError
from sdk_core.kinds import STORAGE
from sdk_core.model.turns import is_turn
from sdk_core.registry.registry import Entry
from sdk_core.rows.earlier_storages import in_splits
from sdk_core.runs import guard
from sdk_core.runs.session import Session
from sdk_core.specs import StorageSpec

ABOUT = frozenset(
    {"dataset_info.json", "dataset_infos.json", "export.json", "dataset_dict.json", "state.json"}
)
"""Files that lie beside data and say something about it."""

TOO_LONG = "it has more cells than the header names"
"""What is wrong with a row of a table of text that has values under no name."""

_TEXT = (*LINE_SUFFIXES, ".json")
_HF_FOLDER = ("state.json", "dataset_dict.json")


def storages(session: Session) -> dict[str, Entry[StorageSpec, Storage]]:
    """Return the storages that can be told by an ending, of a file or a directory's name."""
    found: dict[str, Entry[StorageSpec, Storage]] = {}
    for entry in session.registry.all(STORAGE):
        spec = entry.spec
        found.setdefault(spec.extension or spec.suffix, entry)
    return found


def is_data_file(session: Session, path: Path) -> bool:
    """Tell by its name whether a path is JSON with rows, or something that a storage reads."""
    if path.is_dir():
        return bool(folder_ending(session, path)) and not is_document(path)
    kind = compressed.inner_suffix(path).lower()
    return bool(kind) and kind in {*_TEXT, *storages(session)} and path.name not in ABOUT


def table_ending(session: Session, path: Path) -> str:
    """Return the ending of the storage that reads a path, ``""`` for JSON and all else."""
    if path.is_dir():
        return folder_ending(session, path)
    kind = compressed.inner_suffix(path).lower()
    return kind if kind and kind not in _TEXT and kind in storages(session) else ""


def is_document(path: Path) -> bool:
    """Tell whether a table is a parsed document: it says what it was made of, or has a text.

    Raises:
        DocumentError: It cannot be opened.
    """
    if not document_tables.is_table(path):
        return False
    return document_tables.read_origin(path) is not None or document_tables.has_text(path)


def is_whole(session: Session, path: Path) -> bool:
    """Tell whether a folder is one input rather than a directory of them."""
    return document_tables.is_table(path) or bool(folder_ending(session, path))


def stem(path: Path) -> str:
    """Return the name of a file without its endings."""
    name = path.with_suffix("") if path.suffix in compressed.CODECS else path
    return name.stem


def marked_folder(path: Path) -> str:
    """Return the ending of the storage of a folder that is one table, ``""`` for all else."""
    if not path.is_dir():
        return ""
    if document_tables.is_table(path):
        return document_tables.SUFFIX
    return "_hf" if any((path / name).is_file() for name in _HF_FOLDER) else ""


def folder_ending(session: Session, path: Path) -> str:
    """Return the ending by which the storage of a folder is told, also one that a package adds."""
    named = (e for e, entry in storages(session).items() if entry.spec.splits)
    return marked_folder(path) or next((e for e in named if e and path.name.endswith(e)), "")


def table_rows(session: Session, path: Path, ending: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table; what is null there is missing, what has no name is at ``None``.

    Args:
        session: The command's surroundings.
        path: The table.
        ending: The ending of its storage.

    Raises:
        DocumentError: It cannot be read.
    """
    entry = storages(session)[ending]
    storage = in_splits(session.component(entry, options=False))
    reader = (row for _, rows in storage.read(path) for row in rows)
    for _ in count():
        try:
            with guard.component(entry):
                row = next(reader, None)
        except (ComponentError, StorageError) as error:
            kind = ending.strip("._")
            raise DocumentError(f"{path} cannot be read as {kind}: {error.message}") from error
        if row is None:
            return
        value = orjson.loads(row) if isinstance(row, bytes) else row
        whole = _without_gaps(value)
        yield {k: turns_in(v) for k, v in whole.items()} if entry.spec.flat else whole


def _without_gaps(value: Any) -> Any:
    """Return a value of a table without nulls, which there stand for what is missing."""
    if isinstance(value, dict):
        return {k: _without_gaps(item) for k, item in value.items() if item is not None}
    return [_without_gaps(item) for item in value] if isinstance(value, list) else value


def turns_in(cell: Any) -> Any:
    """Return the turns that a text holds as JSON, any other value as it is."""
    if not isinstance(cell, str) or not cell.lstrip().startswith("[{"):
        return cell
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        return cell
    return value if all(map(is_turn, value)) else cell
