"""Chunks that follow how a text is built: headings, paragraphs, list items, tables and code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import Field

from sdk_core.components import Chunker, Options
from sdk_core.documents.chunking import spans
from sdk_core.model import ChunkLimits, Document

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]|$)")
_ITEM = re.compile(r"[ \t]*(?:[-*+\u2022]|\d{1,9}[.)])[ \t]+\S")
_ROW = re.compile(r"[ \t]*\|")


class StructureOptions(Options):
    """How sections are joined."""

    least: int | None = Field(
        None,
        ge=1,
        description="Characters from which on a heading begins a new chunk; a quarter of the size.",
    )


@dataclass(slots=True)
class _Block:
    """A part of a text that is kept whole, with the blank lines behind it.

    Args:
        start: Offset of its first character.
        end: Offset behind its last.
        is_heading: Whether it is a heading, which stays with what follows.
    """

    start: int
    end: int
    is_heading: bool = False


class StructureChunker(Chunker[StructureOptions]):
    """Packs whole blocks into chunks; what is too long by itself is cut as ``fixed`` does."""

    def spans(self, document: Document, limits: ChunkLimits) -> Iterable[tuple[int, int]]:
        """Yield the place of each chunk."""
        text = document.text
        least = self.options.least or max(1, limits.size // 4)
        waiting: list[_Block] = []
        for block in _blocks(text):
            if waiting:
                length = block.end - waiting[0].start
                begins = block.is_heading and waiting[-1].end - waiting[0].start >= least
                if begins or _trimmed(text, waiting[0].start, block.end) > limits.size:
                    kept = [] if begins or length <= limits.size else _trailing_headings(waiting)
                    yield waiting[0].start, (kept or [block])[0].start
                    waiting = kept
            waiting.append(block)
            start, end = waiting[0].start, block.end
            if _trimmed(text, start, end) > limits.size:
                yield from (
                    (start + a, start + b)
                    for a, b in spans(text[start:end], limits.size, limits.overlap)
                )
                waiting = []
        if waiting:
            yield waiting[0].start, len(text)


def _trimmed(text: str, start: int, end: int) -> int:
    """Return the length of a piece without the white space behind it."""
    return len(text[start:end].rstrip())


def _trailing_headings(blocks: list[_Block]) -> list[_Block]:
    """Return the headings at the end of some blocks, unless there is nothing before them."""
    first = len(blocks)
    while first and blocks[first - 1].is_heading:
        first -= 1
    return blocks[first:] if first else []


def _blocks(text: str) -> Iterator[_Block]:
    """Yield the blocks of a text; together they are all of it."""
    block: _Block | None = None
    kind, fence, blank = "", "", False
    position = 0
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        if fence:
            closing = _FENCE.match(line)
            if closing and closing[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif not line.strip():
            blank = True
        else:
            opened = _FENCE.match(line)
            own = "code" if opened else _kind(line)
            continues = own == kind and own in ("prose", "table") and not blank
            indented = kind == "item" and own == "prose" and (line[0] in " \t" or not blank)
            if block and not continues and not indented:
                yield block
                block = None
            if block is None:
                block, kind = _Block(start, position, own == "heading"), own
            fence, blank = opened[1] if opened else "", False
        if block is None:
            block = _Block(start, position)
            kind = ""
        block.end = position
    if block:
        yield block


def _kind(line: str) -> str:
    if _HEADING.match(line):
        return "heading"
    if _ITEM.match(line):
        return "item"
    return "table" if _ROW.match(line) else "prose"
