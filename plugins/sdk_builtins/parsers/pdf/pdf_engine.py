"""What the layout of pages asks of the library that reads the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from PIL import Image as PillowImage

from sdk_builtins.parsers.pdf.headings import Outline
from sdk_builtins.parsers.pdf.lines import PageContent
from sdk_core.components import ParseContext
from sdk_core.model import Image


class DamagedFile(Exception):
    """A file whose structure cannot be read; the text says why."""


class LockedFile(Exception):
    """A file that needs a password, or another one."""


class DamagedPage(Exception):
    """A page that cannot be read; the text says why."""


class PdfFile(Protocol):
    """An open PDF file."""

    @property
    def count(self) -> int:
        """Number of pages that can be reached."""

    def facts(self) -> Mapping[str, str]:
        """Return the title, author, subject and dates that the file states, as it writes them."""

    def outline(self) -> Outline:
        """Return the entries of the outline by page, empty when there is none."""

    def read(self, number: int) -> PageContent:
        """Return the lines of a page.

        Raises:
            DamagedPage: It cannot be read.
        """

    def images(self, number: int, ctx: ParseContext) -> list[Image]:
        """Return the pictures on a page, each once; what cannot be shown is told to ``ctx``."""

    def render(self, number: int, dpi: float) -> PillowImage.Image | None:
        """Return a page as a picture, ``None`` when this library cannot draw.

        Raises:
            DamagedPage: It cannot be drawn.
        """

    def is_drawn(self, number: int) -> bool:
        """Whether a page without text shows a picture or drawing large enough to hold some."""

    def close(self) -> None:
        """Free what the file holds."""
