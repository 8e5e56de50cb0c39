"""A parser that never ends on zeros; the class is loaded with the module of parsers."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import ParserSpec, hookimpl


@hookimpl
def sdk_parsers() -> Iterator[ParserSpec]:
    """Give the parser."""
    yield ParserSpec(
        name="hanging",
        target="broken_parsers.hanging:Hanging",
        summary="Hangs",
        extensions=(".canal",),
    )
