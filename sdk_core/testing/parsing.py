"""What a parser may say beside the text, kept for a test."""

from __future__ import annotations

from dataclasses import dataclass, field

from sdk_core.documents.losses import LeftOut


@dataclass(slots=True)
class HeardContext:
    """A `ParseContext` that remembers what a parser says.

    Args:
        multimodal: Whether pictures are wanted.
        title: The title that the parser gave.
        metadata: The facts that it gave.
        warnings: What it warned of.
        left_out: What it left out of the text.
    """

    multimodal: bool = False
    title: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def describe(self, *, title: str = "", **metadata: str) -> None:
        """Keep the title and facts; empty ones are none, as in the program."""
        self.title = title or self.title
        self.metadata.update({name: value for name, value in metadata.items() if value})

    def warn(self, message: str) -> None:
        """Keep a warning."""
        self.warnings.append(message)

    def leave_out(self, reason: str, text: str = "", *, segment: int = 0) -> None:
        """Keep what was left out."""
        self.left_out.append(LeftOut(reason, text, segment))
