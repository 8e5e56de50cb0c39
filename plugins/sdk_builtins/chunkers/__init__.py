"""The built-in chunkers, announced by name; each is imported only when it is used."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import ChunkerSpec, hookimpl

SDK_API = 1

_HERE = "sdk_builtins.chunkers"


@hookimpl
def sdk_chunkers() -> Iterator[ChunkerSpec]:
    """Give the ways to cut a document."""
    yield ChunkerSpec(
        name="fixed",
        target=f"{_HERE}.fixed:FixedChunker",
        summary="Pieces of --chunk-size characters that overlap and end where a sentence does",
    )
    yield ChunkerSpec(
        name="structure",
        target=f"{_HERE}.structure:StructureChunker",
        summary="Whole sections, paragraphs, list items, tables and code, up to --chunk-size",
    )
    yield ChunkerSpec(
        name="tokens",
        target=f"{_HERE}.by_tokens:TokenChunker",
        summary="Pieces of a number of tokens that overlap and end where a sentence does",
    )
