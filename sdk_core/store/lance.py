"""Parsed documents as Lance tables: one row a segment, in document order.

The only module that imports lancedb. A table ``<folder>/<name>.lance`` is LanceDB's own layout:
the folder is the database, the stem the table's name.
"""

from __future__ import annotations

import importlib
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sdk_core.errors import DocumentError
from sdk_core.model import Document, Image, Segment, SegmentKind
from sdk_core.store.atomic import replace_directory

if TYPE_CHECKING:
    import pyarrow

SUFFIX = ".lance"

_SURROGATES = re.compile("[\ud800-\udfff]")  # halves of characters, which UTF-8 cannot hold

_KINDS: tuple[SegmentKind, ...] = ("page", "slide", "section", "caption")


def is_table(path: Path) -> bool:
    """Tell whether a path is a Lance table by its name and kind."""
    return path.suffix == SUFFIX and path.is_dir()


def write_document(path: Path, document: Document, *, multimodal: bool) -> int:
    """Write a document to ``<folder>/<name>.lance`` and return the number of rows.

    With ``multimodal`` there is an ``image`` column; a segment with several images has a further
    row with empty text and metadata for each image after the first.

    Raises:
        StorageError: The place cannot be written.
    """
    table = _to_arrow(document, multimodal)

    def build(temporary: Path) -> None:
        # LanceDB names a table by its folder, so it is built as a table of a database of its own
        # and that folder becomes the result.
        database = _lancedb().connect(str(temporary.parent))
        database.create_table(temporary.stem, table, mode="overwrite")

    replace_directory(path, build)
    return int(table.num_rows)


def read_document(path: Path) -> Document:
    """Read a table back; tables of others are taken too when they have a ``text`` column.

    Raises:
        DocumentError: The folder is no Lance table, is damaged, or has no text column.
    """
    database = _lancedb().connect(str(path.parent))
    try:
        table = database.open_table(path.stem).to_arrow()
    except (ValueError, OSError, RuntimeError) as error:
        raise DocumentError(
            f"{path} cannot be opened as a Lance table: {_first_line(error)}",
            hint="ingest the document again",
        ) from error
    if "text" not in table.column_names:
        raise DocumentError(
            f"{path} has no 'text' column; it has: {', '.join(table.column_names)}",
            hint="ingest the document again",
        )
    return _from_rows(path, table.to_pylist())


def read_source(path: Path) -> str | None:
    """Return the source that a table was made from, ``None`` when it does not say."""
    database = _lancedb().connect(str(path.parent))
    try:
        table = database.open_table(path.stem)
        rows = table.search().select(["source"]).limit(1).to_list()
    except (ValueError, OSError, RuntimeError):
        return None
    return str(rows[0]["source"]) if rows else None


def _lancedb() -> Any:
    os.environ.setdefault("LANCEDB_LOG", "error")  # it warns on stderr about every new table
    return importlib.import_module("lancedb")  # takes a second: never for JSON or text runs


def _to_arrow(document: Document, multimodal: bool) -> pyarrow.Table:
    import pyarrow as pa

    rows = []
    for segment in document.segments:
        images: tuple[Image | None, ...] = segment.images if multimodal else ()
        for number, image in enumerate(images or (None,)):
            row: dict[str, Any] = {
                "text": segment.text if number == 0 else "",
                "source": document.source,
                "title": document.title,
                "kind": segment.kind,
                "index": segment.index,
                "media_type": document.media_type,
                "metadata": json.dumps(dict(segment.metadata), ensure_ascii=False)
                if number == 0
                else "",
                "document": json.dumps(dict(document.metadata), ensure_ascii=False),
            }
            if multimodal:
                row["image"] = image.data if image else None
                row["image_type"] = image.media_type if image else ""
                row["image_alt"] = image.alt if image else ""
            rows.append({key: _storable(value) for key, value in row.items()})
    names = ["text", "source", "title", "kind", "media_type", "metadata", "document"]
    fields = [pa.field(name, pa.string(), nullable=False) for name in names]
    fields.insert(4, pa.field("index", pa.int32(), nullable=False))
    if multimodal:
        fields.append(pa.field("image", pa.binary()))
        fields += [pa.field(n, pa.string(), nullable=False) for n in ("image_type", "image_alt")]
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))


def _storable(value: Any) -> Any:
    return _SURROGATES.sub("\ufffd", value) if isinstance(value, str) else value


def _from_rows(path: Path, rows: list[dict[str, Any]]) -> Document:
    segments: list[Segment] = []
    for number, row in enumerate(rows):
        images = _images(path, number, row)
        text = row["text"] if isinstance(row["text"], str) else ""
        if not text and images and segments and row.get("metadata") == "":
            last = segments[-1]
            segments[-1] = Segment(
                text=last.text,
                kind=last.kind,
                index=last.index,
                images=last.images + images,
                metadata=last.metadata,
            )
            continue
        kind = row.get("kind")
        segments.append(
            Segment(
                text=text,
                kind=kind if kind in _KINDS else "section",
                index=row.get("index") or number + 1,
                images=images,
                metadata=_mapping(row.get("metadata")),
            )
        )
    first = rows[0] if rows else {}
    return Document.create(
        str(first.get("source") or path),
        segments,
        title=str(first.get("title") or ""),
        media_type=str(first.get("media_type") or ""),
        metadata=_mapping(first.get("document")),
    )


def _images(path: Path, number: int, row: dict[str, Any]) -> tuple[Image, ...]:
    data = row.get("image")
    if not isinstance(data, bytes) or not data:
        return ()
    return (
        Image(
            data=data,
            media_type=str(row.get("image_type") or _sniff(data)),
            alt=str(row.get("image_alt") or ""),
            name=f"{path.name}#{number}",
        ),
    )


def _sniff(data: bytes) -> str:
    """Return the media type of an image by its first bytes; PNG when unknown."""
    known = {b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"RIFF": "image/webp"}
    return next((kind for magic, kind in known.items() if data.startswith(magic)), "image/png")


def _mapping(value: Any) -> dict[str, str]:
    """Return a JSON object's string values; other tables may hold anything here."""
    if not isinstance(value, str):
        return {}
    try:
        loaded = json.loads(value)
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in loaded.items()} if isinstance(loaded, dict) else {}


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
