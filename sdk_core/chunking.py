"""Cuts a document into overlapping chunks with exact character offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sdk_core.model import Chunk, Document

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|(?<=[。！？｡।؟۔])\s*|\n")
_WORD = re.compile(r"\s+")

# Characters that never stand alone: a cut before one of them would break what a reader sees.
_JOINER = "\u200d"
_EXTENDING = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u064b-\u065f\u0900-\u0903\u093a-\u094f"
    r"\u200c\u200d\u20d0-\u20f0\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]"
)


def spans(text: str, size: int, overlap: int) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of the chunks of a text, in order and covering all of it.

    A chunk ends after a paragraph if it can, else after a sentence, else after a word, else
    anywhere but inside a character as readers see it. The next chunk starts ``overlap`` characters
    before that end, exactly, or a little later so as not to start inside a character.

    Args:
        text: What to cut.
        size: Characters in a chunk at most.
        overlap: Characters that neighbours share; smaller than ``size``.

    Raises:
        ValueError: The sizes make no sense.
    """
    if size < 1 or not 0 <= overlap < size:
        raise ValueError(f"chunk size {size} with overlap {overlap}")
    start = 0
    while start < len(text):
        if len(text) - start <= size:
            yield start, len(text)
            return
        # An end at or before `start + overlap` would make no headway.
        end = _cut(text, start + overlap + 1, start + size)
        yield start, end
        start = _whole_character(text, end - overlap, end)


def cut(document: Document, *, size: int, overlap: int, single_call_max_size: int) -> list[Chunk]:
    """Return the chunks of a document; a short document is one chunk.

    Args:
        document: What to cut.
        size: Characters in a chunk at most.
        overlap: Characters that neighbours share.
        single_call_max_size: Characters below which the document stays whole.
    """
    text = document.text
    if not text.strip():
        return []
    if len(text) < single_call_max_size:
        pieces = [(0, len(text))]
    else:
        pieces = [(a, b) for a, b in spans(text, size, overlap) if text[a:b].strip()]
    segments = list(document.spans())
    chunks = []
    for index, (start, end) in enumerate(pieces):
        touched = [
            s for a, b, s in segments if (a < end and b > start) or (a == b and start <= a < end)
        ]
        first = touched[0] if touched else None
        chunks.append(
            Chunk(
                document_id=document.id,
                index=index,
                text=text[start:end],
                start=start,
                end=end,
                segment_kind=first.kind if first else "",
                segment_index=first.index if first else 0,
                images=tuple(image for segment in touched for image in segment.images),
            )
        )
    return chunks


def halve(chunk: Chunk) -> tuple[Chunk, Chunk]:
    """Return the two halves of a chunk, for a model that cannot take it whole.

    They keep its index and images, do not overlap, and meet at a place where a chunk may end.
    """
    quarter = max(1, len(chunk.text) // 4)
    middle = _cut(chunk.text, quarter, max(quarter, 3 * quarter))
    at = chunk.start + middle
    return (
        replace(chunk, text=chunk.text[:middle], end=at),
        replace(chunk, text=chunk.text[middle:], start=at),
    )


def _cut(text: str, low: int, high: int) -> int:
    """Return the best place in ``[low, high]`` to end a chunk.

    A paragraph or sentence end in the last half is worth a shorter chunk; an earlier one is not.
    """
    half = max(low, high - (high - low) // 2)
    for pattern, earliest in ((_PARAGRAPH, half), (_SENTENCE, half), (_WORD, low)):
        last = None
        for match in pattern.finditer(text, earliest, high):
            last = match.end()
        if last is not None and low <= last <= high:
            return last
    end = high
    while end > low and _inside_character(text, end):
        end -= 1
    return end if not _inside_character(text, end) else high


def _whole_character(text: str, position: int, limit: int) -> int:
    moved = position
    while moved < limit and _inside_character(text, moved):
        moved += 1
    return moved


def _inside_character(text: str, position: int) -> bool:
    if not 0 < position < len(text):
        return False
    return (
        bool(_EXTENDING.match(text[position]))
        or text[position - 1] == _JOINER
        or (text[position - 1] == "\r" and text[position] == "\n")
    )
