"""Parsers that break one rule each; the name says which."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import ParserSpec, hookimpl

NAMES = {
    "textless": "Textless",
    "unnumbered": "Unnumbered",
    "unstable": "Unstable",
    "files-only": "FilesOnly",
    "crashes-on-nothing": "CrashesOnNothing",
    "crashes-on-damage": "CrashesOnDamage",
    "crashes-on-zip": "CrashesOnZip",
    "gives-no-hint": "GivesNoHint",
    "raises-usage": "RaisesUsage",
    "nameless": "Nameless",
}


@hookimpl
def sdk_parsers() -> Iterator[ParserSpec]:
    """Give them all."""
    for name, target in NAMES.items():
        yield ParserSpec(
            name=name,
            target=f"broken_parsers.parsers:{target}",
            summary="Broken",
            extensions=(".canal",),
        )
