"""Components that break what holds for all kinds."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import ExporterSpec, hookimpl

NAMES = {
    "jsonl": "Whole",
    "lost": "NotThere",
    "of-no-kind": "NoExporter",
    "undescribed": "Undescribed",
    "lenient": "Lenient",
    "demanding": "Demanding",
    "contradictory": "Contradictory",
}


@hookimpl
def sdk_exporters() -> Iterator[ExporterSpec]:
    """Give them all."""
    for name, target in NAMES.items():
        yield ExporterSpec(
            name=name, target=f"broken_components.exporters:{target}", summary="Broken"
        )
    yield ExporterSpec(name="nested", target="broken_components.nested:Nested", summary="Broken")
