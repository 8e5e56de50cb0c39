"""Parsers that break one rule each; the name says which."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import ParserSpec, hookimpl

NAMES = {
    "textless": "parsers:Textless",
    "unnumbered": "parsers:Unnumbered",
    "unstable": "parsers:Unstable",
    "files-only": "parsers:FilesOnly",
    "crashes-on-nothing": "parsers:CrashesOnNothing",
    "crashes-on-damage": "parsers:CrashesOnDamage",
    "crashes-on-zip": "parsers:CrashesOnZip",
    "gives-no-hint": "parsers:GivesNoHint",
    "raises-usage": "parsers:RaisesUsage",
    "nameless": "parsers:Nameless",
    "returns-none": "habits:ReturnsNone",
    "gives-texts": "habits:GivesTexts",
    "half-characters": "habits:HalfCharacters",
    "prints": "habits:Prints",
    "exits": "habits:Exits",
    "aborts": "habits:Aborts",
    "remembers": "habits:Remembers",
    "remembers-itself": "habits:RemembersItself",
    "leaves-files-open": "habits:LeavesFilesOpen",
    "leaves-temporary-files": "habits:LeavesTemporaryFiles",
    "leaves-threads": "habits:LeavesThreads",
    "wanders": "habits:Wanders",
    "writes-beside": "habits:WritesBeside",
    "describes-numbers": "habits:DescribesNumbers",
    "warns-errors": "habits:WarnsErrors",
}


@hookimpl
def sdk_parsers() -> Iterator[ParserSpec]:
    """Give them all."""
    for name, target in NAMES.items():
        yield ParserSpec(
            name=name,
            target=f"broken_parsers.{target}",
            summary="Broken",
            extensions=(".canal",),
        )
