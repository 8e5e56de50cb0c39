"""Blocks of a document put together to chapters, and the error for a document without any."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from sdk_core.documents.sniffing import no_text
from sdk_core.model import Segment, Source

_Block = TypeVar("_Block")


def chapters(
    blocks: Iterable[_Block], level: Callable[[_Block], int], deepest: int
) -> Iterator[list[_Block]]:
    """Yield the blocks of each chapter; headings down to a level begin one.

    Args:
        blocks: The blocks in order.
        level: Level of a heading from 1, 0 for a block that is none.
        deepest: The lowest level that begins a chapter.
    """
    chapter: list[_Block] = []
    for block in blocks:
        if 0 < level(block) <= deepest and chapter:
            yield chapter
            chapter = []
        chapter.append(block)
    if chapter:
        yield chapter


def require_text(source: Source, segments: Sequence[Segment]) -> None:
    """Refuse a document of which nothing is left.

    Raises:
        DocumentError: No segment has text or a picture.
    """
    if not any(segment.text or segment.images for segment in segments):
        raise no_text(
            source,
            "the document has no paragraph with text",
            "If it holds scanned pages, run OCR on them or ingest with --multimodal.",
        )
