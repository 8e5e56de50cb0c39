"""Parsed documents as Lance tables: one row a segment, in document order.

A table ``<folder>/<name>.lance`` is LanceDB's own layout: the folder is the database, the stem the
table's name. Beside LanceDB's files lies ``_origin.json``, which says what the table was made of,
so that a directory can be looked through without opening every table.
"""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sdk_core.artifacts import left_out, segment_rows
from sdk_core.artifacts.atomic import replace_directory
from sdk_core.artifacts.segment_rows import DocumentColumns
from sdk_core.documents.losses import LeftOut
from sdk_core.errors import DocumentError
from sdk_core.model import Document

if TYPE_CHECKING:
    import pyarrow

SUFFIX = ".lance"

ORIGIN = "_origin.json"
"""File in a table's folder that says what the table was made of."""

VERSION = 2
"""Layout of tables and of the files in their folders. Readers take older ones; it is raised when
readers of this one could not take it, and then ``ingest`` reads every document again."""

Batches = Iterator["pyarrow.RecordBatch"]


@dataclass(frozen=True, slots=True)
class TableOrigin:
    """What a table was made of.

    Args:
        source: The document, ``""`` for a corpus of many.
        revision: Hash of the document and of all that decides how it is read.
        segments: How many segments it has.
        characters: How many characters of text.
        text: SHA-256 of the plain file that holds its text too, ``""`` when there is none.
        version: Layout of the table, 1 for tables from before it was noted.
    """

    source: str
    revision: str = ""
    segments: int = 0
    characters: int = 0
    text: str = ""
    version: int = VERSION


def is_table(path: Path) -> bool:
    """Tell whether a path is a Lance table by its name and kind."""
    return path.suffix == SUFFIX and path.is_dir()


def write_segments(
    path: Path,
    heading: DocumentColumns,
    batches: Iterable[pyarrow.RecordBatch],
    *,
    multimodal: bool,
    origin: TableOrigin | None = None,
    losses: Sequence[LeftOut] = (),
) -> int:
    """Write a document as batches of its segments come, and return the number of rows.

    Args:
        path: The table.
        heading: What all rows say alike.
        batches: The document's segments in order, as columns.
        multimodal: Whether images are kept.
        origin: What is to be noted of where the document comes from.
        losses: What was left out of it.

    Raises:
        StorageError: The place cannot be written.
    """
    counted = [0]

    def build(temporary: Path) -> None:
        content = segment_rows.document_batches(heading, batches, multimodal)
        counted[0] = create_table(temporary, segment_rows.schema(multimodal), content)
        if origin is not None:
            write_origin(temporary, origin)
        if losses:
            left_out.write(temporary, [left_out.line_of(heading.source, losses)])

    replace_directory(path, build)
    return counted[0]


def create_table(path: Path, schema: pyarrow.Schema, content: Batches) -> int:
    """Create a table and return the number of its rows."""
    # LanceDB names a table by its folder, so it is built as a table of a database of its own
    # and that folder becomes the result.
    database = open_lance(path.parent)

    def write(data: Any) -> None:
        database.create_table(path.stem, data, schema=schema, mode="overwrite")

    return stream(schema, content, write)


def stream(schema: pyarrow.Schema, content: Batches, write: Callable[[Any], None]) -> int:
    """Hand batches to a function of LanceDB and return the number of rows.

    What goes wrong while a batch is made is raised as it is, not as LanceDB words it.
    """
    import pyarrow as pa

    first = list(_take(content, 2))
    if len(first) < 2:
        table = pa.Table.from_batches(first, schema=schema)
        write(table)
        return int(table.num_rows)
    count, problems = [0], []

    def follow() -> Batches:
        try:
            for source in (first, content):
                for batch in source:
                    count[0] += batch.num_rows
                    yield batch
        except BaseException as error:
            problems.append(error)
            raise

    try:
        write(pa.RecordBatchReader.from_batches(schema, follow()))
    except (ValueError, OSError, RuntimeError):
        if problems:
            raise problems[0] from None
        raise
    return count[0]


def read_document(path: Path) -> Document:
    """Read a table back; tables of others are taken too when they have a ``text`` column.

    Raises:
        DocumentError: The folder is no Lance table, is damaged, has no text column, or is of a
            newer version.
    """
    before = path.stat() if path.is_dir() else None
    try:
        with readable(path):
            table = open_table(path).to_arrow()
    except DocumentError:
        if not (before and path.is_dir()) or os.path.samestat(before, path.stat()):
            raise
        return read_document(path)  # it was replaced while it was read
    if "text" not in table.column_names:
        raise DocumentError(
            f"{path} has no 'text' column; it has: {', '.join(table.column_names)}",
            hint="ingest the document again",
        )
    return segment_rows.to_document(path, table.to_pylist())


def has_text(path: Path) -> bool:
    """Tell whether a table has a column of text, as parsed documents have.

    Raises:
        DocumentError: It cannot be opened.
    """
    with readable(path):
        return "text" in open_table(path).schema.names


def keeps_images(path: Path) -> bool:
    """Tell whether a table was made with the images of its documents.

    Raises:
        DocumentError: It cannot be opened.
    """
    with readable(path):
        return "image" in open_table(path).schema.names


def table_source(path: Path) -> str | None:
    """Return the source that a table was made from, ``None`` when it does not say."""
    origin = read_origin(path)
    if origin is not None:
        return origin.source
    try:
        table = open_lance(path.parent).open_table(path.stem)
        found = table.search().select(["source"]).limit(1).to_list()
    except (ValueError, OSError, RuntimeError):
        return None
    return str(found[0]["source"]) if found else None


def read_origin(path: Path) -> TableOrigin | None:
    """Return what a table was made of, ``None`` when nothing is noted."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        found = {"version": 1, **json.loads((path / ORIGIN).read_text("utf-8"))}
        return TableOrigin(**{name: found[name] for name in TableOrigin.__slots__ if name in found})
    return None


def write_origin(path: Path, origin: TableOrigin) -> None:
    """Note in a table's folder what the table is made of."""
    values = {name: segment_rows.storable(getattr(origin, name)) for name in TableOrigin.__slots__}
    (path / ORIGIN).write_text(json.dumps(values, ensure_ascii=False) + "\n", "utf-8")


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn what LanceDB raises about a table that cannot be read into an error of ours.

    Raises:
        DocumentError: It raised something.
    """
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise DocumentError(
            f"{path} cannot be opened as a Lance table: {reason}",
            hint="ingest the document again",
        ) from error


def open_table(path: Path) -> Any:
    """Return LanceDB's table.

    Raises:
        DocumentError: It is of a newer version.
    """
    origin = read_origin(path)
    if origin is not None and not (isinstance(origin.version, int) and origin.version <= VERSION):
        raise DocumentError(
            f"{path} was written by a newer version of this program: its layout is "
            f"{origin.version}, and this one reads up to {VERSION}",
            hint="update synthetic-data-kit, or ingest the document again",
        )
    return open_lance(path.parent).open_table(path.stem)


def open_lance(folder: Path) -> Any:
    """Return the database of a folder; the first call imports LanceDB, which takes a second."""
    os.environ.setdefault("LANCEDB_LOG", "error")  # it warns on stderr about every new table
    return importlib.import_module("lancedb").connect(str(folder))


def _take(content: Batches, count: int) -> Batches:
    for _ in range(count):
        batch = next(content, None)
        if batch is None:
            return
        yield batch
