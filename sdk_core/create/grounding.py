"""Where what an example rests on stands in its document."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from sdk_core.evidence.alignment import align_quotes
from sdk_core.model import Chunk, Document, Evidence

_PAGED = ("page", "slide")


class Grounding:
    """Finds quotes in the text of one document.

    Args:
        document: The document.
    """

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def text(self) -> str:
        """The document's text, of which offsets are."""
        return self._document.text

    @cached_property
    def text_hash(self) -> str:
        """SHA-256 of the text, 16 hex digits."""
        data = self.text.encode("utf-8", "surrogatepass")
        return hashlib.sha256(data).hexdigest()[:16]

    def evidence(
        self, quotes: Sequence[str], fields: Mapping[str, Any], chunk: Chunk | None
    ) -> tuple[Evidence, ...]:
        """Return where quotes stand, or else the answer.

        Args:
            quotes: What the model gave, none where it gave none.
            fields: Values of the example.
            chunk: What the model was shown, ``None`` for the whole document.
        """
        given = fields.get("answer")
        answer = given if isinstance(given, str) else ""
        if not self.text or not (quotes or answer):
            return ()
        start, end = (chunk.start, chunk.end) if chunk else (0, len(self.text))
        if chunk is not None and self.text[start:end] != chunk.text:  # a transform has changed it
            return ()
        found = align_quotes(self.text, quotes, answer=answer, start=start, end=end)
        return tuple(replace(each, page=self._page(each.start)) for each in found)

    def _page(self, start: int | None) -> int | None:
        """Return the page or slide on which a span begins, ``None`` where there are none."""
        if start is None:
            return None
        at = None
        for begins, _, segment in self._document.spans():
            if begins > start:
                break
            at = segment
        return at.index if at is not None and at.kind in _PAGED else None
