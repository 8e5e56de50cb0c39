"""Blocks of office documents with what is anchored in them, and the segments made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sdk_core.documents.blocks import Block, BlockKind, chapters, write_blocks
from sdk_core.documents.cleaning import one_line, tidy
from sdk_core.documents.sniffing import no_text
from sdk_core.model import Image, Segment, Source

CHAPTER = 2
"""Headings down to this level begin a segment."""


EMBEDDED = "embedded object"
"""Why the content of a file of another program within a document is not in its text."""


@dataclass(frozen=True, slots=True)
class OfficeBlock(Block):
    """A block with what is anchored in it.

    Args:
        cells: Text of a table without its grid.
        images: Pictures that are anchored in it.
        notes: Labels of the notes that it refers to first, with their texts.
        remarks: Comments that readers made on it.
    """

    cells: str = ""
    images: tuple[Image, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """Its text on one line, as it stands in a cell or a note."""
        return one_line(f"{self.marker} {self.cells or self.text}")


def sections(blocks: Iterable[OfficeBlock]) -> list[Segment]:
    """Return one segment for each chapter, that is from one heading 1 or 2 to the next."""
    found = chapters(blocks, CHAPTER)
    return [_section(chapter, index) for index, chapter in enumerate(found, start=1)]


def write(blocks: Sequence[OfficeBlock]) -> str:
    """Return blocks as Markdown, comments behind the block they are on and notes at the end."""
    return tidy(write_blocks(_in_order(blocks)))


def images_of(blocks: Iterable[OfficeBlock]) -> tuple[Image, ...]:
    """Return the pictures that are anchored in blocks."""
    return tuple(image for block in blocks for image in block.images)


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


def _section(chapter: list[OfficeBlock], index: int) -> Segment:
    first = chapter[0]
    return Segment(
        text=write(chapter),
        kind="section",
        index=index,
        images=images_of(chapter),
        metadata={"heading": one_line(first.text)} if 0 < first.level <= CHAPTER else {},
    )


def _in_order(blocks: Sequence[OfficeBlock]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from (Block(remark, quotes=(0,)) for remark in block.remarks)
    for block in blocks:
        for label, note in block.notes:
            yield Block(note, BlockKind.NOTE, marker=f"[^{label}]:")
