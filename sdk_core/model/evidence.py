"""What an example rests on: quotes of a model, and where they stand in the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Match = Literal["exact", "normalised", "fragments", "fuzzy", "altered", "answer", "none"]
"""How a quote was found: as it is; but for case, spaces, marks and the like; in pieces, in order;
with few other letters; with other letters that change what it says; not at all, but the answer was;
nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One quote, and the span of the document's text that it was found to be.

    Args:
        quote: What the model wrote, verbatim; of the match ``answer``, the text of the span.
        start: Code point of the document's text where the span begins, ``None`` for no span.
        end: Code point behind its end.
        match: How it was found.
        score: Share of the quote's characters that the span has too, 0 to 1.
        occurrences: Places of the passage at which it stands just as well.
        page: Page or slide on which the span begins.
        differs: For ``altered``, what is other, as ``"12.5" for "21.5"``.
    """

    quote: str
    start: int | None = None
    end: int | None = None
    match: Match = "none"
    score: float = 0.0
    occurrences: int = 0
    page: int | None = None
    differs: str = ""

    @property
    def is_found(self) -> bool:
        """Whether the quote itself stands in the document, in words that say the same."""
        return self.match in ("exact", "normalised", "fragments", "fuzzy")
