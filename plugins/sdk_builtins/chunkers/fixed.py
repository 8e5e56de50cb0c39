"""Pieces of a number of characters: the way that scripts rely on."""

from __future__ import annotations

from collections.abc import Iterable

from sdk_core.components import Chunker
from sdk_core.documents.chunking import spans
from sdk_core.model import ChunkLimits, Document


class FixedChunker(Chunker):
    """Cuts after a paragraph, a sentence or a word, near the size that is wanted."""

    def spans(self, document: Document, limits: ChunkLimits) -> Iterable[tuple[int, int]]:
        """Yield the place of each chunk."""
        return spans(document.text, limits.size, limits.overlap)
