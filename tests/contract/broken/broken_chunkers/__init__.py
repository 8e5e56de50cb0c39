"""Chunkers that break one rule each."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import ChunkerSpec, hookimpl

NAMES = {
    "leaves-gaps": "LeavesGaps",
    "backwards": "Backwards",
    "beyond": "Beyond",
    "gives-texts": "GivesTexts",
    "returns-none": "ReturnsNone",
    "stands-still": "StandsStill",
    "stops-early": "StopsEarly",
    "too-long": "TooLong",
    "inside-characters": "InsideCharacters",
    "crashes-on-one-word": "CrashesOnOneWord",
    "unsteady": "Unsteady",
    "prints": "Prints",
    "exits": "Exits",
}


@hookimpl
def sdk_chunkers() -> Iterator[ChunkerSpec]:
    """Give them all."""
    for name, target in NAMES.items():
        yield ChunkerSpec(name=name, target=f"broken_chunkers.chunkers:{target}", summary="Broken")
