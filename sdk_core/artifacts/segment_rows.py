"""Segments as rows of a table: their columns and those of their document, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sdk_core.model import Document, Image, Segment, SegmentKind
from sdk_core.model.documents import whole_characters

if TYPE_CHECKING:
    import pyarrow

BATCH_ROWS = 1000
"""Rows that are read at a time."""

_KINDS: tuple[SegmentKind, ...] = ("page", "slide", "section", "caption")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentColumns:
    """What all rows of a document say alike.

    Args:
        source: The path or URL that it came from.
        title: Its title.
        media_type: MIME type of the source.
        metadata: String facts about it.
        further: Values of further columns, by name.
    """

    source: str
    title: str = ""
    media_type: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    further: Mapping[str, str] = field(default_factory=dict)


def schema(multimodal: bool, further: Iterable[str] = ()) -> pyarrow.Schema:
    """Return the columns of a table.

    Args:
        multimodal: Whether it has pictures.
        further: Names of further columns of text.
    """
    import pyarrow as pa

    names = ["text", "source", "title", "kind", "media_type", "metadata", "document"]
    fields = [pa.field(name, pa.string(), nullable=False) for name in names]
    fields.insert(4, pa.field("index", pa.int32(), nullable=False))
    fields += [pa.field(name, pa.string(), nullable=False) for name in further]
    if multimodal:
        fields.append(pa.field("image", pa.binary()))
        fields += [pa.field(n, pa.string(), nullable=False) for n in ("image_type", "image_alt")]
    return pa.schema(fields)


def document_batches(
    heading: DocumentColumns, batches: Iterable[pyarrow.RecordBatch], multimodal: bool
) -> Iterator[pyarrow.RecordBatch]:
    """Yield a document's rows: columns of its segments as they are, with those of the document."""
    import pyarrow as pa

    columns = schema(multimodal, heading.further)
    facts = {
        "source": heading.source,
        "title": heading.title,
        "media_type": heading.media_type,
        "document": json.dumps(dict(heading.metadata), ensure_ascii=False),
        **heading.further,
    }
    same = {name: pa.scalar(storable(value), pa.string()) for name, value in facts.items()}
    for batch in batches:
        arrays = [
            pa.repeat(same[name], batch.num_rows) if name in same else batch.column(name)
            for name in columns.names
        ]
        yield pa.RecordBatch.from_arrays(arrays, schema=columns)


def storable(value: Any) -> Any:
    """Return a value with halves of characters replaced."""
    return whole_characters(value) if isinstance(value, str) else value


def to_document(path: Path, rows: list[dict[str, Any]], first_row: int = 0) -> Document:
    """Return the document that some rows hold.

    Args:
        path: The table.
        rows: The document's rows, in order; of other people's tables only ``text`` is certain.
        first_row: Number of the first one in the table.
    """
    first = rows[0] if rows else {}
    return Document.create(
        str(first.get("source") or path),
        to_segments(rows, path, first_row),
        title=str(first.get("title") or ""),
        media_type=str(first.get("media_type") or ""),
        metadata=_mapping(first.get("document")),
    )


def to_segments(
    rows: Iterable[dict[str, Any]], path: Path | None = None, first_row: int = 0
) -> list[Segment]:
    """Return the segments that some rows hold.

    Args:
        rows: The rows, in order.
        path: Their table, ``None`` when they are in none.
        first_row: Number of the first one in the table.
    """
    segments: list[Segment] = []
    for number, row in enumerate(rows):
        images = _images(f"{path.name}#{first_row + number}" if path else "", row)
        text = row["text"] if isinstance(row["text"], str) else ""
        if not text and images and segments and row.get("metadata") == "":
            segments[-1] = replace(segments[-1], images=segments[-1].images + images)
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
    return segments


def _images(name: str, row: dict[str, Any]) -> tuple[Image, ...]:
    data = row.get("image")
    if not isinstance(data, bytes) or not data:
        return ()
    return (
        Image(
            data=data,
            media_type=str(row.get("image_type") or _sniff(data)),
            alt=str(row.get("image_alt") or ""),
            name=name,
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
