"""The built-in sources, announced by scheme; each is imported only when an input has one."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import SourceSpec, hookimpl

SDK_API = 1

_HERE = "sdk_builtins.sources"


@hookimpl
def sdk_sources() -> Iterator[SourceSpec]:
    """Give where inputs may come from."""
    yield SourceSpec(
        name="file",
        target=f"{_HERE}.file:FileSource",
        summary="A file, or the files of a folder, by a file: address",
        schemes=("file",),
    )
    yield SourceSpec(
        name="web",
        target=f"{_HERE}.web:WebSource",
        summary="Pages and files on the web",
        schemes=("http", "https"),
    )
    yield SourceSpec(
        name="git",
        target=f"{_HERE}.git:GitSource",
        summary="The files of a local git repository at a commit: git:PATH@REF:FOLDER",
        schemes=("git",),
    )
    yield SourceSpec(
        name="dataset",
        target=f"{_HERE}.dataset:DatasetSource",
        summary="The rows of a dataset as documents: dataset:FILE?text=COLUMN",
        schemes=("dataset",),
    )
