"""Segments as rows of an Arrow table, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sdk_core.model import Document, Image, Segment, SegmentKind

if TYPE_CHECKING:
    import pyarrow

BATCH_ROWS = 1000
BATCH_BYTES = 16 << 20
"""Rows and bytes of content that are put together at most before they are written."""

_SURROGATES = re.compile("[\ud800-\udfff]")  # halves of characters, which UTF-8 cannot hold

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


def segment_batches(
    heading: DocumentColumns, segments: Iterable[Segment], multimodal: bool
) -> Iterator[pyarrow.RecordBatch]:
    """Yield a document's rows, a few at a time.

    With ``multimodal`` a segment with several images has a further row with empty text and
    metadata for each image after the first.
    """
    import pyarrow as pa

    columns = schema(multimodal, heading.further)
    rows: list[dict[str, Any]] = []
    size = 0
    for row in _rows(heading, segments, multimodal):
        rows.append(row)
        size += len(row["text"]) + len(row.get("image") or b"")
        if len(rows) >= BATCH_ROWS or size >= BATCH_BYTES:
            yield pa.RecordBatch.from_pylist(rows, schema=columns)
            rows, size = [], 0
    if rows:
        yield pa.RecordBatch.from_pylist(rows, schema=columns)


def _rows(
    heading: DocumentColumns, segments: Iterable[Segment], multimodal: bool
) -> Iterator[dict[str, Any]]:
    facts = json.dumps(dict(heading.metadata), ensure_ascii=False)
    for segment in segments:
        images: tuple[Image | None, ...] = segment.images if multimodal else ()
        for number, image in enumerate(images or (None,)):
            row: dict[str, Any] = {
                "text": segment.text if number == 0 else "",
                "source": heading.source,
                "title": heading.title,
                "kind": segment.kind,
                "index": segment.index,
                "media_type": heading.media_type,
                "metadata": json.dumps(dict(segment.metadata), ensure_ascii=False)
                if number == 0
                else "",
                "document": facts,
                **heading.further,
            }
            if multimodal:
                row["image"] = image.data if image else None
                row["image_type"] = image.media_type if image else ""
                row["image_alt"] = image.alt if image else ""
            yield {key: storable(value) for key, value in row.items()}


def storable(value: Any) -> Any:
    """Return a value with halves of characters replaced."""
    return _SURROGATES.sub("\ufffd", value) if isinstance(value, str) else value


def to_document(path: Path, rows: list[dict[str, Any]], first_row: int = 0) -> Document:
    """Return the document that some rows hold.

    Args:
        path: The table.
        rows: The document's rows, in order; of other people's tables only ``text`` is certain.
        first_row: Number of the first one in the table.
    """
    segments: list[Segment] = []
    for number, row in enumerate(rows):
        images = _images(path, first_row + number, row)
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
