"""Announces the ShareGPT format."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import ExporterSpec, hookimpl

SDK_API = 1


@hookimpl
def sdk_exporters() -> Iterator[ExporterSpec]:
    """Return the ShareGPT exporter."""
    yield ExporterSpec(
        name="sharegpt",
        target="sdk_sharegpt.exporter:ShareGptExporter",
        summary="ShareGPT: conversations of human and gpt turns in one JSON array",
        file_suffix="_sharegpt",
        extension=".json",
    )
