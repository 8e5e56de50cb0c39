"""Generators that break one rule each."""

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

PROMPT = PromptSpec(
    name="broken_terms", variables=("text", "num_examples", "summary"), required=("text",)
)

NAMES = {
    "of-another-kind": "OfAnotherKind",
    "without-origin": "WithoutOrigin",
    "headstrong": "Headstrong",
    "endless": "Endless",
    "crashes-on-answers": "CrashesOnAnswers",
    "silent-on-loss": "SilentOnLoss",
    "keeps-halves": "KeepsHalves",
    "undeclared": "Undeclared",
}


@hookimpl
def sdk_generators() -> Iterator[GeneratorSpec]:
    """Give them all."""
    for name, target in NAMES.items():
        yield GeneratorSpec(
            name=name,
            target=f"broken_generators.generators:{target}",
            summary="Broken",
            prompts=(PROMPT,),
        )
    yield GeneratorSpec(
        name="unprepared",
        target="broken_generators.generators:Unprepared",
        summary="Broken",
        prompts=(PROMPT,),
        prepares=("summary",),
    )


@hookimpl
def sdk_record_kinds() -> Iterator[RecordKind]:
    """Give kinds of records that break one rule each."""
    fields = (RecordField(name="term"), RecordField(name="definition"))
    answer = RecordTurn(role="assistant", text="{definition}")
    question = RecordTurn(role="user", text="{term}?")
    yield RecordKind(name="qa", fields=fields, turns=(question, answer))
    yield RecordKind(name="taken-for-known", fields=fields, told=True)
    yield RecordKind(name="unasked", fields=fields, turns=(answer,))


@hookimpl
def sdk_prompt_packs() -> Iterator[PromptPack]:
    """Give the pack with their prompt."""
    yield PromptPack(name="broken-terms", package="broken_generators")
