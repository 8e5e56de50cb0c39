"""Registers the export formats that ``formats.toml`` describes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files

from sdk_core.api import ExporterSpec, hookimpl

SDK_API = 1


@hookimpl
def sdk_exporters() -> Iterator[ExporterSpec]:
    """Give the export formats, by what they are for."""
    formats = tomllib.loads((files(__name__) / "formats.toml").read_text(encoding="utf-8"))
    for name, described in formats.items():
        fields = {"file_suffix": f"_{name}", **described}
        fields["labels"] = tuple(fields.get("labels", ()))
        target, settings = fields.pop("target"), tuple(fields.pop("settings", {}).items())
        told_by = tuple(map(tuple, fields.pop("told_by", ())))
        yield ExporterSpec(
            name=name,
            target=f"{__name__}.{target}",
            settings=settings,
            told_by=told_by,
            **fields,
        )
