"""One document as it was read, before it is stored or shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sdk_core.artifacts import segment_rows
from sdk_core.model import Document, Segment
from sdk_core.parsing.results import ParsedDocument
from sdk_core.runs.inputs import Planned

if TYPE_CHECKING:
    import pyarrow


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that was read, or an input that could not be.

    Args:
        planned: Its input.
        parsed: What is known of it, the error among it.
        batches: Its segments as they came, to be taken before the next document.
    """

    planned: Planned
    parsed: ParsedDocument
    batches: Iterable[pyarrow.RecordBatch] = ()

    def segments(self) -> Iterator[Segment]:
        """Yield its segments, once."""
        for batch in self.batches:
            yield from segment_rows.to_segments(batch.to_pylist())

    def document(self) -> Document:
        """Return it whole."""
        return Document.create(
            self.parsed.uri,
            list(self.segments()),
            title=self.parsed.title,
            media_type=self.parsed.media_type,
            metadata=self.parsed.metadata,
        )
