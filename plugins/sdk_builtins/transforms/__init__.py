"""The built-in transforms, announced by name; each is imported only when it is used."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import TransformSpec, hookimpl

SDK_API = 1

_HERE = "sdk_builtins.transforms"


@hookimpl
def sdk_transforms() -> Iterator[TransformSpec]:
    """Give what cleans and filters."""
    yield TransformSpec(
        name="clean-text",
        target=f"{_HERE}.clean_text:CleanText",
        summary="Take out control characters, odd spaces and ligatures, as parsers of ours do",
        on=("segment", "document", "example"),
    )
    yield TransformSpec(
        name="drop-boilerplate",
        target=f"{_HERE}.drop_boilerplate:DropBoilerplate",
        summary="Leave out contents pages, indexes, lists of references and cookie notices",
        on=("document",),
    )
    yield TransformSpec(
        name="language",
        target=f"{_HERE}.language:Language",
        summary="Keep what is in some languages",
        on=("document", "example", "chunk", "segment"),
    )
    yield TransformSpec(
        name="regex",
        target=f"{_HERE}.regex:Regex",
        summary="Replace what a regular expression finds, or keep or drop by it",
        on=("segment", "example", "chunk", "document"),
    )
    yield TransformSpec(
        name="length",
        target=f"{_HERE}.length:Length",
        summary="Keep what is neither too short nor too long",
        on=("example", "chunk", "document", "segment"),
    )
