"""What a parser, a transform or a source may say beside what it gives, kept for a test."""

from __future__ import annotations

from dataclasses import dataclass, field

from sdk_core.documents.losses import LeftOut
from sdk_core.errors import DocumentError
from sdk_core.model import Source


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


@dataclass(slots=True)
class HeardLosses:
    """A `TransformContext` that remembers what a transform says.

    Args:
        source: The path or URL of the document.
        warnings: What it warned of.
        parts: Reason and text of each thing that it left out.
    """

    source: str = "canal.txt"
    warnings: list[str] = field(default_factory=list)
    parts: list[tuple[str, str]] = field(default_factory=list)

    def warn(self, message: str) -> None:
        """Keep a warning."""
        self.warnings.append(message)

    def leave_out(self, reason: str, text: str = "") -> None:
        """Keep what was left out."""
        self.parts.append((reason, text))


@dataclass(slots=True)
class HeardListing:
    """A `SourceContext` that remembers what a source says, and has some pages of the web.

    Args:
        pages: Bodies by their URL.
        warnings: What it warned of.
    """

    pages: dict[str, bytes] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def warn(self, message: str) -> None:
        """Keep a warning."""
        self.warnings.append(message)

    def download(self, url: str) -> Source:
        """Return one of the pages.

        Raises:
            DocumentError: There is none of that URL.
        """
        if url not in self.pages:
            raise DocumentError(f"{url} is not there", hint="add it to the pages of the test")
        return Source(uri=url, data=self.pages[url])
