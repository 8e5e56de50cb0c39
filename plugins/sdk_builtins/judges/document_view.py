"""What a judge is shown of a document that may be longer than its context."""

from __future__ import annotations

from dataclasses import dataclass

from sdk_core.documents.chunking import spans

PIECE = 2000
"""Characters of a passage at most."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """Passages of a document, all of them or some that are spread evenly over it.

    Args:
        passages: The passages that are shown, by their number in the document, from 1.
        total: How many passages the document has.
    """

    passages: dict[int, str]
    total: int

    @property
    def left_out(self) -> int:
        """How many passages are not shown."""
        return self.total - len(self.passages)


def view(text: str, room: int) -> DocumentView:
    """Return as many passages of a text as there is room for.

    Where not all fit, the first and the last one and others at equal distances between them are
    taken: what a summary says may stand anywhere, and openings alone would judge only its opening.

    Args:
        text: The document's text.
        room: Characters that may be shown.
    """
    pieces = [text[start:end] for start, end in spans(text, PIECE, 0)]
    count = max(1, room // PIECE)
    if count >= len(pieces):
        chosen = list(range(len(pieces)))
    else:
        steps = max(1, count - 1)
        chosen = [step * (len(pieces) - 1) // steps for step in range(count)]
    return DocumentView({number + 1: pieces[number] for number in chosen}, len(pieces))
