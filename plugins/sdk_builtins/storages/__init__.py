"""Registers the built-in storages."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import StorageSpec, hookimpl

SDK_API = 1

_HERE = "sdk_builtins.storages"
_PACKED = ("gz", "zst")


@hookimpl
def sdk_storages() -> Iterator[StorageSpec]:
    """Give the storages: text, tables, and directories of tables."""
    yield StorageSpec(
        name="json",
        target=f"{_HERE}.json_file:JsonFileStorage",
        summary="A JSON array (.json) or one object a line (.jsonl), as the format has it",
        compressions=_PACKED,
        settings=(("pretty", "pretty_json"),),
    )
    yield StorageSpec(
        name="jsonl",
        target=f"{_HERE}.json_file:JsonFileStorage",
        summary="One object a line, whatever the format",
        extension=".jsonl",
        compressions=_PACKED,
    )
    yield StorageSpec(
        name="csv",
        target=f"{_HERE}.csv_file:CsvStorage",
        summary="Comma-separated values, for rows without lists and objects",
        extension=".csv",
        flat=True,
        compressions=_PACKED,
    )
    yield StorageSpec(
        name="parquet",
        target=f"{_HERE}.parquet:ParquetStorage",
        summary="One parquet file with declared types",
        extension=".parquet",
    )
    yield StorageSpec(
        name="hub",
        target=f"{_HERE}.parquet:HubStorage",
        summary="A folder of parquet files that datasets.load_dataset opens",
        suffix="_hub",
        splits=True,
    )
    yield StorageSpec(
        name="hf",
        target=f"{_HERE}.hf:HuggingFaceStorage",
        summary="A directory for datasets.load_from_disk",
        suffix="_hf",
        splits=True,
    )
    yield StorageSpec(
        name="lance",
        target=f"{_HERE}.lance:LanceStorage",
        summary="A Lance table",
        extension=".lance",
    )
