"""Announces the FictionBook parser; its module is imported only when a book is read."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import ParserSpec, hookimpl

SDK_API = 1


@hookimpl
def sdk_parsers() -> Iterator[ParserSpec]:
    """Return the parser of FictionBook books."""
    yield ParserSpec(
        name="fb2",
        target="sdk_fb2.parser:Fb2Parser",
        summary="FictionBook books, one segment a chapter",
        extensions=(".fb2",),
        media_types=("application/x-fictionbook+xml",),
        multimodal=True,
    )
