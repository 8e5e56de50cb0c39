"""Chunkers that break one rule each."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from sdk_core.components import Chunker
from sdk_core.documents.chunking import spans
from sdk_core.model import ChunkLimits, Document


class LeavesGaps(Chunker):
    """Leaves out a word between two chunks."""

    def spans(self, document: Document, limits: ChunkLimits) -> Iterator[tuple[int, int]]:
        for start, end in spans(document.text, limits.size, 0):
            yield min(start + (9 if start else 0), end - 1), end


class Backwards(Chunker):
    """Begins at the end."""

    def spans(self, document: Document, limits: ChunkLimits) -> Iterator[tuple[int, int]]:
        yield from reversed(list(spans(document.text, limits.size, limits.overlap)))


class Beyond(Chunker):
    """Does not look where the text ends."""

    def spans(self, document: Document, limits: ChunkLimits) -> Iterator[tuple[int, int]]:
        for start in range(0, len(document.text), limits.size):
            yield start, start + limits.size


class GivesTexts(Chunker):
    """Gives what it cuts."""

    def spans(self, document: Document, limits: ChunkLimits) -> Iterator[Any]:
        for start, end in spans(document.text, limits.size, limits.overlap):
            yield document.text[start:end]


class ReturnsNone(Chunker):
    """Forgets to return."""

    def spans(self, document: Document, limits: ChunkLimits) -> Any:
        list(spans(document.text, limits.size, limits.overlap))


class StandsStill(Chunker):
    """Gives the same chunk again and again."""

    def spans(self, document: Document, limits: ChunkLimits) -> Iterator[tuple[int, int]]:
        while True:
            yield 0, min(limits.size, len(document.text))


class StopsEarly(Chunker):
    """Forgets the last chunk."""

    def spans(self, document: Document, limits: ChunkLimits) -> Iterator[tuple[int, int]]:
        yield from list(spans(document.text, limits.size, limits.overlap))[:-1]


class TooLong(Chunker):
    """Goes by paragraphs, however long they are."""

    def spans(self, document: Document, limits: ChunkLimits) -> Iterator[tuple[int, int]]:
        yield 0, len(document.text)


class InsideCharacters(Chunker):
    """Cuts wherever the number is reached."""

    def spans(self, document: Document, limits: ChunkLimits) -> Iterator[tuple[int, int]]:
        length = len(document.text)
        for start in range(0, length, limits.size):
            yield start, min(start + limits.size, length)


class CrashesOnOneWord(Chunker):
    """Takes a space for granted."""

    def spans(self, document: Document, limits: ChunkLimits) -> Iterator[tuple[int, int]]:
        document.text.index(" ")
        yield from spans(document.text, limits.size, limits.overlap)


class Unsteady(Chunker):
    """Cuts otherwise each time."""

    def spans(self, document: Document, limits: ChunkLimits) -> Iterator[tuple[int, int]]:
        times = vars(self)["times"] = vars(self).get("times", -1) + 1
        yield from spans(document.text, limits.size // (1 + times), 0)


class Prints(Chunker):
    """Prints."""

    def spans(self, document: Document, limits: ChunkLimits) -> Iterator[tuple[int, int]]:
        print("cutting", document.title)  # noqa: T201
        yield from spans(document.text, limits.size, limits.overlap)


class Exits(Chunker):
    """Ends the program."""

    def spans(self, document: Document, limits: ChunkLimits) -> Iterator[tuple[int, int]]:
        sys.exit("no text for me")
