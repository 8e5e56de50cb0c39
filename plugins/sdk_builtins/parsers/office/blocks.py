"""Blocks of office documents with what is anchored in them, and the segments made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sdk_builtins.parsers.office.runs import join_runs
from sdk_core.documents.blocks import CHAPTER, Block, BlockKind, chapters, write_blocks
from sdk_core.documents.cleaning import one_line, tidy
from sdk_core.documents.markdown import pipe_table
from sdk_core.documents.sniffing import no_text
from sdk_core.model import Image, Segment, Source

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


@dataclass(slots=True)
class Inline:
    """What the runs of a paragraph or the cells of a table hold.

    Args:
        pieces: Its text, as `run` makes it.
        boxes: Elements that are anchored in it and hold blocks of their own, as text boxes.
        images: Its pictures.
        notes: Labels and texts of the notes that it refers to first.
        remarks: Comments on it.
    """

    pieces: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its text, with what is raised or struck marked."""
        return tidy(join_runs(self.pieces)).strip()

    def since(self, start: int) -> str:
        """Return the text of the pieces from an index on."""
        return join_runs(self.pieces[start:], join_runs(self.pieces[max(start - 9, 0) : start]))

    def flat(self, blocks: Iterable[OfficeBlock]) -> str:
        """Return blocks, such as those of a cell, on one line, and keep what is anchored in them.

        Nested tables lose their grid.
        """
        texts = []
        for block in blocks:
            self.images.extend(block.images)
            self.notes.extend(block.notes)
            self.remarks.extend(block.remarks)
            texts.append(block.line)
        return one_line(" ".join(texts))

    def anchored(self, block: OfficeBlock) -> OfficeBlock:
        """Return a block with what is anchored in the paragraph or table."""
        return replace(
            block,
            images=tuple(self.images),
            notes=tuple(self.notes),
            remarks=tuple(self.remarks),
        )

    def table(
        self, rows: Sequence[Sequence[str]], *, ragged: bool = False
    ) -> Iterator[OfficeBlock]:
        """Yield a table with what is anchored in its cells, nothing for an empty one.

        Args:
            rows: The text of its cells, as `flat` makes it.
            ragged: Whether rows may be shorter than others.
        """
        text = pipe_table(rows, ragged=ragged)
        if text or self.images:
            cells = " ".join(cell for row in rows for cell in row if cell)
            yield self.anchored(OfficeBlock(text, BlockKind.TABLE, cells=cells))


def sections(blocks: Iterable[OfficeBlock]) -> list[Segment]:
    """Return one segment for each chapter, that is from one heading 1 or 2 to the next."""
    found = chapters(blocks, CHAPTER)
    return [_section(chapter, index) for index, chapter in enumerate(found, start=1)]


def write(blocks: Sequence[OfficeBlock]) -> str:
    """Return blocks as Markdown, comments behind the block they are on and notes at the end."""
    return tidy(write_blocks(_in_order(blocks)))


def remark(text: str, author: str, date: str) -> str:
    """Return a comment behind the name of its author and its day, as far as they are known.

    Args:
        text: What it says.
        author: Who made it.
        date: When, as ISO 8601 writes it.
    """
    said = ", ".join(filter(None, (one_line(author), one_line(date)[:10])))
    return f"Comment{f' ({said})' if said else ''}: {text}"


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
