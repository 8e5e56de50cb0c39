"""Documents, chunks and examples for tests, complete with little said."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from sdk_core.model import (
    Chunk,
    Conversation,
    Document,
    Example,
    Image,
    Judgement,
    Message,
    Provenance,
    Segment,
)

PAGES = (
    "The Corran Canal was dug between 1789 and 1804. It joins two rivers over a distance of 41 "
    "kilometres and rises by 63 metres. Twenty-two locks lift the boats over the ridge at Alder "
    "Hill. Each lock holds about 180 cubic metres of water.",
    "Water reaches the summit through a feeder of nine kilometres. The reservoir at Fenwick was "
    "built in 1811 because the canal ran dry in two summers. Its dam is made of clay between two "
    "walls of stone. A keeper opens the sluice every morning at six.",
    "Coal was the main cargo until 1868. A horse pulled a boat of thirty tonnes at walking pace. "
    "The railway took the coal within ten years. Since 1954 the canal has carried pleasure boats "
    "only, and the old warehouse at Alder Hill is a museum.",
)
"""Text of the usual document, a string a page; written for this purpose."""


def make_document(
    text: str = "",
    *,
    pages: Sequence[str] = PAGES,
    source: str = "canal.txt",
    title: str = "The Corran Canal",
    metadata: Mapping[str, str] | None = None,
) -> Document:
    """Return a document.

    Args:
        text: Its text as one section; ``""`` for pages.
        pages: The text of each page.
        source: The path that it seems to come from.
        title: Its title.
        metadata: Facts about it.
    """
    if text:
        segments = [Segment(text=text)]
    else:
        segments = [Segment(text=t, kind="page", index=n) for n, t in enumerate(pages, start=1)]
    return Document.create(source, segments, title=title, metadata=metadata)


def make_chunk(
    text: str = "",
    *,
    document: Document | None = None,
    index: int = 0,
    images: Sequence[Image] = (),
) -> Chunk:
    """Return a chunk whose offsets are right: a segment of a document, or a text of its own.

    Args:
        text: Its text; it becomes a document. ``""`` for a segment of ``document``.
        document: The document; `make_document`'s when not given.
        index: Which segment of the document.
        images: Pictures of the chunk.
    """
    whole = make_document(text) if text else document or make_document()
    start, end, segment = list(whole.spans())[index]
    return Chunk(
        document_id=whole.id,
        index=index,
        text=whole.text[start:end],
        start=start,
        end=end,
        segment_kind=segment.kind,
        segment_index=segment.index,
        last_segment_index=segment.index,
        images=(*segment.images, *images),
    )


def make_example(
    kind: str = "",
    *,
    question: str = "How long is the Corran Canal?",
    answer: str = "It is 41 kilometres long.",
    messages: Conversation | Sequence[tuple[str, str]] = (),
    passage: str = PAGES[0],
    rating: float | None = None,
    provenance: Provenance | None = None,
    **fields: Any,
) -> Example:
    """Return an example: a question with its answer, or a conversation.

    Args:
        kind: Its kind; ``qa``, or ``conversation`` when there are messages, if not given.
        question: Its question.
        answer: Its answer.
        messages: The turns, ``(role, content)`` or `Message`, of a conversation.
        passage: The text that it rests on.
        rating: Score of a judgement that it carries.
        provenance: Where it comes from.
        fields: Further fields, such as ``reasoning``.
    """
    turns = tuple(turn if isinstance(turn, Message) else Message(*turn) for turn in messages)
    own = fields if turns else {"question": question, "answer": answer, **fields}
    judged = () if rating is None else (Judgement(judge="rating", score=rating),)
    return Example(
        kind=kind or ("conversation" if turns else "qa"),
        fields=own,
        messages=turns,
        passage=passage,
        provenance=provenance or Provenance(source="canal.txt", document_id=make_document().id),
        judgements=judged,
    )


def make_image(alt: str = "A boat in a lock") -> Image:
    """Return a grey PNG picture (W3C, Portable Network Graphics, 2nd edition)."""
    size = 64

    def block(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    pixels = (b"\0" + bytes(range(0, 4 * size, 4))) * size
    body = block(b"IHDR", header) + block(b"IDAT", zlib.compress(pixels)) + block(b"IEND", b"")
    return Image(data=b"\x89PNG\r\n\x1a\n" + body, media_type="image/png", alt=alt)
