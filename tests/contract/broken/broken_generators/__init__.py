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
    "of-another-kind": "generators:OfAnotherKind",
    "without-origin": "generators:WithoutOrigin",
    "headstrong": "generators:Headstrong",
    "endless": "generators:Endless",
    "crashes-on-answers": "generators:CrashesOnAnswers",
    "silent-on-loss": "generators:SilentOnLoss",
    "keeps-halves": "generators:KeepsHalves",
    "undeclared": "generators:Undeclared",
    "gives-tuples": "habits:GivesTuples",
    "gives-dicts": "habits:GivesDicts",
    "yields": "habits:Yields",
    "synchronous": "habits:Synchronous",
    "half-characters": "habits:HalfCharacters",
    "bytes": "habits:Bytes",
    "sets": "habits:Sets",
    "dates": "habits:Dates",
    "not-a-number": "habits:NotANumber",
    "numbers-for-keys": "habits:NumbersForKeys",
    "half-records": "habits:HalfRecords",
    "beyond": "habits:Beyond",
    "blocks": "habits:Blocks",
    "swallows-cancellation": "habits:SwallowsCancellation",
    "hides-failures": "habits:HidesFailures",
    "hoards": "habits:Hoards",
    "leaves-tasks": "habits:LeavesTasks",
    "prints": "habits:Prints",
    "exits": "habits:Exits",
    "changes-schemas": "habits:ChangesSchemas",
}

PREPARING = {
    "unprepared": "generators:Unprepared",
    "prepares-lists": "habits:PreparesLists",
}


@hookimpl
def sdk_generators() -> Iterator[GeneratorSpec]:
    """Give them all."""
    for name, target in NAMES.items():
        yield GeneratorSpec(
            name=name,
            target=f"broken_generators.{target}",
            summary="Broken",
            prompts=(PROMPT,),
        )
    for name, target in PREPARING.items():
        yield GeneratorSpec(
            name=name,
            target=f"broken_generators.{target}",
            summary="Broken",
            prompts=(PROMPT,),
            prepares=("summary",),
        )
    yield GeneratorSpec(
        name="of-no-kind",
        target="broken_generators.generators:Whole",
        summary="Broken",
        example_kind="quiz",
        prompts=(PROMPT,),
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
    yield RecordKind(name="endless", fields=fields, turns=(question, answer, question))
    yield RecordKind(name="twofold", fields=fields, turns=(question, answer))
    yield RecordKind(name="twofold", fields=fields[:1])
    yield RecordKind(name="numbered", fields=fields, tasks=("a", 7))  # type: ignore[arg-type]
    yield RecordKind(name="of-others", list_key="qa_pairs", fields=fields)
    yield RecordKind(name="unlike", fields=fields, identity=("definition", "term"))
    yield RecordKind(name="wordless", fields=fields, turns=(RecordTurn(role="user", text="Go."),))
    yield RecordKind(
        name="half-used",
        fields=(*fields, RecordField(name="context")),
        turns=(question, answer),
    )


@hookimpl
def sdk_prompt_packs() -> Iterator[PromptPack]:
    """Give the pack with their prompt."""
    yield PromptPack(name="broken-terms", package="broken_generators")
