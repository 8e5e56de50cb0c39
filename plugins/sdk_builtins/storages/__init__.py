"""Registers the built-in storages."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import StorageSpec, hookimpl

SDK_API = 1


@hookimpl
def sdk_storages() -> Iterator[StorageSpec]:
    """Give the two storages of the product."""
    yield StorageSpec(
        name="json",
        target="sdk_builtins.storages.json_file:JsonFileStorage",
        summary="A JSON array (.json) or one object a line (.jsonl)",
    )
    yield StorageSpec(
        name="hf",
        target="sdk_builtins.storages.hf:HuggingFaceStorage",
        summary="A directory for datasets.load_from_disk",
        suffix="_hf",
    )
