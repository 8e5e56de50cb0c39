"""Announces the EPUB parser; its module is imported only when a book is read."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import ParserSpec, hookimpl

SDK_API = 1


@hookimpl
def sdk_parsers() -> Iterator[ParserSpec]:
    """Return the parser of EPUB books."""
    yield ParserSpec(
        name="epub",
        target="sdk_epub.parser:EpubParser",
        summary="EPUB books, one segment a chapter",
        extensions=(".epub",),
        media_types=("application/epub+zip",),
        multimodal=True,
    )
