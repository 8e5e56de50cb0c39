"""What both readers of PDF have in common: errors, and what they tell of the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sdk_core.model import Segment


class DamagedFile(Exception):
    """A file whose structure cannot be read; the text says why."""


class LockedFile(Exception):
    """A file that needs a password, or another one."""


class DamagedPage(Exception):
    """A page that cannot be read; the text says why."""


@dataclass(slots=True)
class Losses:
    """Page numbers by what happened to the pages."""

    empty: list[int] = field(default_factory=list)
    unseen: list[int] = field(default_factory=list)  # whose text nobody sees
    unmapped: list[int] = field(default_factory=list)
    fonts: set[str] = field(default_factory=set)  # that do not say which characters they draw
    unread: list[int] = field(default_factory=list)  # pictures of text, with OCR not installed
    recognised: list[int] = field(default_factory=list)
    damaged: dict[int, str] = field(default_factory=dict)
    fields: int = 0  # values of form fields that were read
    notes: int = 0  # notes that were typed on pages and read


class Pages(Protocol):
    """The pages of an open file."""

    losses: Losses
    count: int
    """Number of pages that can be reached."""

    def facts(self) -> Mapping[str, str]:
        """Return the title, author, subject and dates that the file states, as it writes them."""

    def segments(self, numbers: Sequence[int]) -> Iterator[Segment]:
        """Yield one segment for each page, empty ones among them."""

    def close(self) -> None:
        """Free what the file holds."""
