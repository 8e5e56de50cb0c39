"""Cuts a document into overlapping chunks with exact character offsets."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from sdk_core.documents.sections import RUNS_TO, HeadingPaths
from sdk_core.model import Chunk, Document, Segment

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
    return spans_by(
        text,
        most=lambda start: start + size,
        least=lambda start: start + overlap + 1,
        back=lambda end: end - overlap,
    )


def spans_by(
    text: str,
    *,
    most: Callable[[int], int],
    least: Callable[[int], int],
    back: Callable[[int], int],
) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of the chunks of a text as `spans` does, by any measure of length.

    Args:
        text: What to cut.
        most: Gives for a start the last place where its chunk may end.
        least: Gives for a start the first place from which `back` leads beyond it.
        back: Gives for an end where the next chunk starts.
    """
    start = 0
    while start < len(text):
        high = most(start)
        if high >= len(text):
            yield start, len(text)
            return
        low = least(start)
        end = _cut(text, low, max(low, high))
        yield start, end
        start = _whole_character(text, back(end), end)


def cut(
    document: Document,
    pieces: Iterable[tuple[int, int]],
) -> list[Chunk]:
    """Return the chunks of a document that lie in some places; those of white space are none.

    Args:
        document: What to cut.
        pieces: Where each chunk starts and ends, in order.
    """
    text = document.text
    segments = _Segments(document)
    headings = HeadingPaths(text)
    chunks: list[Chunk] = []
    for start, end in pieces:
        if not text[start:end].strip():
            continue
        found = segments.touched(start, end)
        with_text = [segment for segment in found if segment.text]
        first = with_text[0] if with_text else None
        chunks.append(
            Chunk(
                document_id=document.id,
                index=len(chunks),
                text=text[start:end],
                start=start,
                end=end,
                segment_kind=first.kind if first else "",
                segment_index=first.index if first else 0,
                last_segment_index=_last_index(with_text),
                section=headings.at(start),
                images=tuple(image for segment in found for image in segment.images),
            )
        )
    return chunks


class _Segments:
    """The segments of a document, found by the characters that they hold."""

    def __init__(self, document: Document) -> None:
        spans = list(document.spans())
        self._segments = [segment for _, _, segment in spans]
        self._starts = [start for start, _, _ in spans]
        self._ends = [end for _, end, _ in spans]

    def touched(self, start: int, end: int) -> list[Segment]:
        """Return the segments that a chunk touches.

        Segments without text stand with the text that follows them, or at the end of the last.
        """
        low = bisect_right(self._ends, start)
        while low > 0 and self._starts[low - 1] == self._ends[low - 1] == start:
            low -= 1
        high = bisect_left(self._starts, end, lo=low)
        if high < len(self._starts) and self._starts[high] == self._ends[-1] == end:
            high = len(self._starts)
        return self._segments[low:high]


def _last_index(segments: Sequence[Segment]) -> int:
    """Return on which page, slide or section the text of segments ends."""
    if not segments:
        return 0
    runs_to = segments[-1].metadata.get(RUNS_TO, "")
    return max(segments[-1].index, int(runs_to) if runs_to.isdecimal() else 0)


def halve(chunk: Chunk) -> tuple[Chunk, Chunk]:
    """Return the two halves of a chunk, for a model that cannot take it whole.

    They keep its index and images, do not overlap, and meet at a place where a chunk may end.
    """
    length = len(chunk.text)
    eighth = length / 8  # neither half may be so long that it fails as the whole did
    middle = _cut(chunk.text, max(1, int(3 * eighth)), max(1, int(5 * eighth)))
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
        ends = [match.end() for match in pattern.finditer(text, earliest, high)]
        for end in reversed(ends):
            if end >= low and not inside_character(text, end):
                return end
    backwards = range(high, low - 1, -1)
    return next((end for end in backwards if not inside_character(text, end)), high)


def _whole_character(text: str, position: int, limit: int) -> int:
    while position < limit and inside_character(text, position):
        position += 1
    return position


def inside_character(text: str, position: int) -> bool:
    """Tell whether a place is inside what a reader sees as one character."""
    if not 0 < position < len(text):
        return False
    return (
        bool(_EXTENDING.match(text[position]))
        or text[position - 1] == _JOINER
        or (text[position - 1] == "\r" and text[position] == "\n")
    )
