"""Sources that break one rule each."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import SourceSpec, hookimpl

NAMES = {
    "nameless": "Nameless",
    "lists-twice": "ListsTwice",
    "unsteady": "Unsteady",
    "gives-texts": "GivesTexts",
    "gives-bytes": "GivesBytes",
    "empty-handed": "EmptyHanded",
    "beside-itself": "BesideItself",
    "crashes-elsewhere": "CrashesElsewhere",
    "says-nothing": "SaysNothing",
    "fetches-another": "FetchesAnother",
    "moving-token": "MovingToken",
    "prints": "Prints",
    "exits": "Exits",
}


@hookimpl
def sdk_sources() -> Iterator[SourceSpec]:
    """Give them all."""
    for name, target in NAMES.items():
        yield SourceSpec(
            name=name,
            target=f"broken_sources.sources:{target}",
            summary="Broken",
            schemes=(name,),
        )
