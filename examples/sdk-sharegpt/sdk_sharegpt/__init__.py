"""Announces the ShareGPT format."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import ExporterSpec, hookimpl

SDK_API = 1


@hookimpl
def sdk_exporters() -> Iterator[ExporterSpec]:
    """Return the ShareGPT exporter."""
    yield ExporterSpec(
        name="sharegpt-strict",
        target="sdk_sharegpt.exporter:ShareGptExporter",
        summary="ShareGPT, and only conversations in which human and gpt take turns",
        file_suffix="_sharegpt_strict",
        extension=".json",
    )
