"""Storages that break one rule each."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import StorageSpec, hookimpl

NAMES = {
    "litters": "Litters",
    "reads-backwards": "ReadsBackwards",
    "stops-early": "StopsEarly",
    "averages": "Averages",
    "swallows-errors": "SwallowsErrors",
}


@hookimpl
def sdk_storages() -> Iterator[StorageSpec]:
    """Give them all."""
    for name, target in NAMES.items():
        yield StorageSpec(name=name, target=f"broken_storages.storages:{target}", summary="Broken")
    yield StorageSpec(
        name="unsplit",
        target="broken_storages.storages:Whole",
        summary="Broken",
        splits=True,
    )
