"""Announces glossaries: the kind of record, its generator, and the prompt."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import (
    GeneratorSpec,
    PromptPack,
    PromptSpec,
    RecordField,
    RecordKind,
    RecordTurn,
    hookimpl,
)

SDK_API = 1


@hookimpl
def sdk_record_kinds() -> Iterator[RecordKind]:
    """Return the kind of record."""
    yield RecordKind(
        name="glossary",
        summary="Terms with their definitions",
        fields=(
            RecordField(name="term", aliases=("word",)),
            RecordField(name="definition", aliases=("meaning",)),
            RecordField(name="see_also", required=False, judged=False),
        ),
        list_key="terms",
        identity=("term",),
        turns=(
            RecordTurn(role="user", text="What does “{term}” mean?"),
            RecordTurn(role="assistant", text="{definition}\n\nSee also: {see_also}."),
        ),
        target_key="num_terms",
    )


@hookimpl
def sdk_generators() -> Iterator[GeneratorSpec]:
    """Return the generator."""
    yield GeneratorSpec(
        name="glossary",
        target="sdk_glossary.generator:GlossaryGenerator",
        summary="The terms that a text explains, with their definitions",
        example_kind="glossary",
        suffix="_glossary",
        prompts=(PromptSpec(name="glossary", variables=("text", "num_terms"), required=("text",)),),
    )


@hookimpl
def sdk_prompt_packs() -> Iterator[PromptPack]:
    """Return the folder that holds the prompt."""
    yield PromptPack(name="glossary", package="sdk_glossary")
