"""The chunker that a user named, and what it makes of documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sdk_core.components import Chunker
from sdk_core.documents import chunking
from sdk_core.kinds import CHUNKER
from sdk_core.model import Chunk, ChunkLimits, Document
from sdk_core.registry.boundary import WrongReturn
from sdk_core.registry.registry import Entry
from sdk_core.runs.session import Session
from sdk_core.specs import ChunkerSpec

_REMEDY = "yield pairs of offsets into document.text, in order and without gaps"


@dataclass(frozen=True, slots=True)
class DocumentCutter:
    """Cuts documents as the config says.

    Args:
        entry: The chunker.
        chunker: It, built with its options.
        limits: How long its chunks may be.
        whole_below: Characters below which a document stays whole.
    """

    entry: Entry[ChunkerSpec, Chunker]
    chunker: Chunker
    limits: ChunkLimits
    whole_below: int

    @classmethod
    def of(cls, session: Session) -> DocumentCutter:
        """Return the cutter of a command.

        Raises:
            UsageError: There is no such chunker, or an option of it is wrong.
        """
        settings = session.config.generation
        entry = session.registry.get(CHUNKER, settings.chunker)
        return cls(
            entry,
            session.component(entry, options=False),
            ChunkLimits(size=settings.chunk_size, overlap=settings.overlap),
            settings.single_call_max_size,
        )

    def cut(self, document: Document) -> list[Chunk]:
        """Return the chunks of a document; a short document is one chunk.

        Raises:
            ComponentError: The chunker broke, or left out or repeated some of the text.
        """
        length = len(document.text)
        if length < self.whole_below:
            return chunking.cut(document, [(0, length)] if length else [])
        return chunking.cut(document, self.places(document))

    def places(self, document: Document) -> list[tuple[int, int]]:
        """Return where each chunk of a document starts and ends, however short it is.

        Raises:
            ComponentError: As `cut`.
        """
        with self.entry.guarded():
            return _checked(self.chunker.spans(document, self.limits), document.text)


def _checked(given: object, text: str) -> list[tuple[int, int]]:
    """Return the places that a chunker gave, if they are those of chunks of the whole text.

    Raises:
        WrongReturn: They are not.
    """
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise WrongReturn(f"spans() gave {type(given).__name__}", _REMEDY)
    places: list[tuple[int, int]] = []
    before = last = 0
    for pair in given:
        if not (
            isinstance(pair, tuple)
            and len(pair) == 2
            and all(isinstance(place, int) and not isinstance(place, bool) for place in pair)
        ):
            raise WrongReturn(f"spans() gave {pair!r:.60} for the place of a chunk", _REMEDY)
        start, end = pair
        if not 0 <= start < end <= len(text):
            raise WrongReturn(f"spans() gave {pair} for a text of {len(text)} characters", _REMEDY)
        if places and (start <= before or end <= last):
            raise WrongReturn(f"spans() gave {pair} after {places[-1]}", _REMEDY)
        if text[last:start].strip():
            raise WrongReturn(f"spans() left out the text from {last} to {start}", _REMEDY)
        places.append((start, end))
        before, last = start, end
    if text[last:].strip():
        raise WrongReturn(f"spans() left out the text from {last} on", _REMEDY)
    return places
