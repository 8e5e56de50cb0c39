"""Exporters that break one rule each."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import ExporterSpec, hookimpl

NAMES = {
    "refuses-all": "RefusesAll",
    "lists": "Lists",
    "crashes-on-fields": "CrashesOnFields",
    "sets": "Sets",
    "tuples": "Tuples",
    "keyed-by-content": "KeyedByContent",
    "meddling": "Meddling",
}


@hookimpl
def sdk_exporters() -> Iterator[ExporterSpec]:
    """Give them all."""
    for name, target in NAMES.items():
        yield ExporterSpec(
            name=name, target=f"broken_exporters.exporters:{target}", summary="Broken"
        )
