"""Exporters that break one rule each."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import ExporterSpec, hookimpl

NAMES = {
    "refuses-all": "exporters:RefusesAll",
    "lists": "exporters:Lists",
    "crashes-on-fields": "exporters:CrashesOnFields",
    "sets": "exporters:Sets",
    "tuples": "exporters:Tuples",
    "keyed-by-content": "exporters:KeyedByContent",
    "meddling": "exporters:Meddling",
    "loses-turns": "habits:LosesTurns",
    "skips": "habits:Skips",
    "returns-none": "habits:ReturnsNone",
    "returns-one": "habits:ReturnsOne",
    "dates": "habits:Dates",
    "not-a-number": "habits:NotANumber",
    "half-characters": "habits:HalfCharacters",
    "objects": "habits:Objects",
    "numbers": "habits:Numbers",
    "refuses-its-own": "habits:RefusesItsOwn",
    "checks-with-truths": "habits:ChecksWithTruths",
    "checks-in-one-text": "habits:ChecksInOneText",
    "crashes-on-foreign-rows": "habits:CrashesOnForeignRows",
    "reads-backwards": "habits:ReadsBackwards",
    "reads-dicts": "habits:ReadsDicts",
    "prints": "habits:Prints",
    "exits": "habits:Exits",
}


@hookimpl
def sdk_exporters() -> Iterator[ExporterSpec]:
    """Give them all."""
    for name, target in NAMES.items():
        yield ExporterSpec(name=name, target=f"broken_exporters.{target}", summary="Broken")
    yield ExporterSpec(
        name="set-by-nothing",
        target="broken_exporters.exporters:Whole",
        summary="Broken",
        settings=(("pretty", "pretty_json"),),
    )
    yield ExporterSpec(
        name="for-no-kind",
        target="broken_exporters.exporters:Whole",
        summary="Broken",
        kinds=("quiz",),
    )
