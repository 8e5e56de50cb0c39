"""The blocks that parsers make of a document, and the one way in which they become Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from sdk_core.documents.markdown import fence, heading
from sdk_core.model import Segment

_FIRST = re.compile(r"(?:[-*+]|1[.)])$")  # what CommonMark 0.31 lets begin a list below a paragraph
_QUOTE = "> "

CHAPTER = 2
"""Headings down to this level begin a segment."""


class BlockKind(StrEnum):
    """What a block holds; whether it stands in a list or a quotation is another matter."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CODE = "code"
    TABLE = "table"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, listing, table or note, and where it stands.

    Args:
        text: Inline Markdown of a paragraph, heading or note, a pipe table, or the lines of a
            listing as they are. An item of a list that begins with another list has none.
        kind: What it is.
        level: Of a heading, from 1; 0 for other blocks.
        depth: Lists around it: 1 in a list, 2 in a list in a list.
        marker: ``-``, ``3.`` or the like where the block begins an item, ``[^1]:`` before a note;
            ``""`` for whatever goes on with an item and for what stands in no list.
        quotes: For each quotation around it, outer ones first, the lists around that quotation:
            ``(0,)`` for an item in a quotation and ``(1,)`` for a quotation in an item.
        language: Of a listing, ``""`` when unknown.
    """

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    depth: int = 0
    marker: str = ""
    quotes: tuple[int, ...] = ()
    language: str = ""

    @property
    def markdown(self) -> str:
        """The block alone, without what its place puts before its lines."""
        if self.kind is BlockKind.HEADING:
            return heading(self.level, self.text)
        if self.kind is BlockKind.CODE:
            return fence(self.text, self.language)
        return self.text


AnyBlock = TypeVar("AnyBlock", bound=Block)


@dataclass(frozen=True, slots=True)
class _Holder:
    """An open item or quotation: the lists around it, and what it puts before its lines."""

    depth: int
    lead: str
    first: str

    @property
    def is_quote(self) -> bool:
        return self.lead == _QUOTE


def write_blocks(blocks: Iterable[Block]) -> str:
    """Return blocks as Markdown (CommonMark 0.31, with pipe tables and notes).

    A blank line stands between blocks, none before an item that follows another block of its list.
    What is in an item is indented by the width of its marker, however deep.
    """
    pieces: list[str] = []
    holders: list[_Holder] = []
    last: Block | None = None
    for block in blocks:
        if not block.text and not block.marker:
            continue
        kept = list(_kept(holders, block))
        opened = list(_opened(kept, block))
        if last is not None:
            blank = f"\n{_lead(kept).rstrip()}\n"
            is_first = not last.text and len(kept) == len(holders)  # of an item without own text
            pieces.append("\n" if is_first or _is_close(last, block) else blank)
        holders = kept + opened
        first, *more = block.markdown.split("\n")
        lead = _lead(holders)
        pieces.append(_line(_lead(kept) + "".join(holder.first for holder in opened), first))
        pieces.extend(f"\n{_line(lead, line)}" for line in more)
        last = block
    return "".join(pieces)


def _kept(holders: Iterable[_Holder], block: Block) -> Iterator[_Holder]:
    """Yield the open items and quotations in which a block stands too."""
    quotes = list(block.quotes)
    depth = _depth(block) - 1 if block.marker else block.depth
    for holder in holders:
        if holder.is_quote:
            if not quotes or quotes.pop(0) != holder.depth:
                return
        elif holder.depth > depth or (quotes and quotes[0] < holder.depth):
            return
        yield holder


def _opened(kept: Iterable[_Holder], block: Block) -> Iterator[_Holder]:
    """Yield the items and quotations that begin with a block, outer ones first."""
    depth = _depth(block)
    new = block.quotes[sum(holder.is_quote for holder in kept) :]
    inner = [quote for quote in new if block.marker and quote >= depth]
    for quote in new[: len(new) - len(inner)]:
        yield _Holder(quote, _QUOTE, _QUOTE)
    if block.marker:
        yield _Holder(depth, " " * (len(block.marker) + 1), f"{block.marker} ")
    for quote in inner:
        yield _Holder(quote, _QUOTE, _QUOTE)


def _is_close(last: Block, block: Block) -> bool:
    """Whether a block follows the last one without a blank line."""
    if not block.marker or not _depth(last) or block.quotes != last.quotes:
        return False
    if (block.kind is BlockKind.NOTE) != (last.kind is BlockKind.NOTE):
        return False
    begins = _depth(block) > _depth(last) and last.text
    return not begins or (bool(block.text) and _FIRST.match(block.marker) is not None)


def _depth(block: Block) -> int:
    return max(block.depth, 1 if block.marker else 0)


def _lead(holders: Iterable[_Holder]) -> str:
    return "".join(holder.lead for holder in holders)


def _line(lead: str, text: str) -> str:
    return lead + text if text else lead.rstrip()


def chapters(blocks: Iterable[AnyBlock], deepest: int) -> Iterator[list[AnyBlock]]:
    """Yield the blocks of each chapter; headings down to a level begin one.

    Args:
        blocks: The blocks in order.
        deepest: The lowest level that begins a chapter.
    """
    chapter: list[AnyBlock] = []
    for block in blocks:
        if 0 < block.level <= deepest and not block.quotes and chapter:
            yield chapter
            chapter = []
        chapter.append(block)
    if chapter:
        yield chapter


def chapter_segments(blocks: Iterable[Block]) -> Iterator[Segment]:
    """Yield a segment for each chapter, that is from one heading 1 or 2 to the next."""
    for index, part in enumerate(chapters(blocks, CHAPTER), start=1):
        is_titled = 0 < part[0].level <= CHAPTER
        yield Segment(
            text=write_blocks(part),
            kind="section",
            index=index,
            metadata={"heading": part[0].text} if is_titled else {},
        )
