"""Storages that break one rule each."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import StorageSpec, hookimpl

NAMES = {
    "litters": "storages:Litters",
    "reads-backwards": "storages:ReadsBackwards",
    "stops-early": "storages:StopsEarly",
    "averages": "storages:Averages",
    "swallows-errors": "storages:SwallowsErrors",
    "ascii": "habits:Ascii",
    "strips": "habits:Strips",
    "numbers-for-texts": "habits:NumbersForTexts",
    "nulls-for-nothing": "habits:NullsForNothing",
    "texts-for-nulls": "habits:TextsForNulls",
    "sorts": "habits:Sorts",
    "drops-doubles": "habits:DropsDoubles",
    "largest-numbers": "habits:LargestNumbers",
    "returns-none": "habits:ReturnsNone",
    "leaves-files-open": "habits:LeavesFilesOpen",
    "exits": "habits:Exits",
    "prints": "habits:Prints",
    "reads-texts": "habits:ReadsTexts",
}


@hookimpl
def sdk_storages() -> Iterator[StorageSpec]:
    """Give them all."""
    for name, target in NAMES.items():
        yield StorageSpec(name=name, target=f"broken_storages.{target}", summary="Broken")
    yield StorageSpec(
        name="unsplit",
        target="broken_storages.storages:Whole",
        summary="Broken",
        splits=True,
    )
    yield StorageSpec(
        name="one-split", target="broken_storages.habits:OneSplit", summary="Broken", splits=True
    )
    yield StorageSpec(
        name="uncompressed",
        target="broken_storages.habits:Uncompressed",
        summary="Broken",
        compressions=("gz",),
    )
