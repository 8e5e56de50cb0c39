"""Registers the built-in export formats."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import ExporterSpec, hookimpl

SDK_API = 1

_SYSTEM = "You are a helpful assistant."


@hookimpl
def sdk_exporters() -> Iterator[ExporterSpec]:
    """Give the four export formats of the product."""
    yield ExporterSpec(
        name="jsonl",
        target="sdk_builtins.exporters.jsonl:JsonlExporter",
        summary="The records' own fields, one object a line",
        extension=".jsonl",
        view="fields",
        reasoning="field",
    )
    yield ExporterSpec(
        name="alpaca",
        target="sdk_builtins.exporters.alpaca:AlpacaExporter",
        summary="Alpaca: instruction, input, output; single exchanges without a system turn",
        file_suffix="_alpaca",
        extension=".json",
    )
    yield ExporterSpec(
        name="ft",
        target="sdk_builtins.exporters.messages:MessagesExporter",
        summary="Chat messages (system, user, assistant) in one JSON array",
        file_suffix="_ft",
        extension=".json",
        system=_SYSTEM,
    )
    yield ExporterSpec(
        name="chatml",
        target="sdk_builtins.exporters.messages:MessagesExporter",
        summary="Chat messages (system, user, assistant), one conversation a line",
        file_suffix="_chatml",
        extension=".jsonl",
        system=_SYSTEM,
    )
