"""Registers the built-in generators."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import GeneratorSpec, PromptSpec, hookimpl

SDK_API = 1


def _prompt(name: str, needed: str, *others: str) -> PromptSpec:
    return PromptSpec(name=name, variables=(needed, *others), required=(needed,))


_SUMMARY = _prompt("summary", "text")


@hookimpl
def sdk_generators() -> Iterator[GeneratorSpec]:
    """Give the five generators of the product."""
    yield GeneratorSpec(
        name="qa",
        target="sdk_builtins.generators.passages:QaGenerator",
        summary="Question-answer pairs",
        example_kind="qa",
        suffix="_qa_pairs",
        prepares=("summary",),
        prompts=(
            _prompt("qa_generation", "text", "num_pairs", "summary"),
            _SUMMARY,
        ),
    )
    yield GeneratorSpec(
        name="cot",
        target="sdk_builtins.generators.passages:CotGenerator",
        summary="Questions with step-by-step reasoning and an answer",
        example_kind="cot",
        suffix="_cot_examples",
        prepares=("summary",),
        prompts=(
            _prompt("cot_generation", "text", "num_examples", "summary"),
            _SUMMARY,
        ),
    )
    yield GeneratorSpec(
        name="summary",
        target="sdk_builtins.generators.summary:SummaryGenerator",
        summary="A summary of the whole document",
        unit="document",
        example_kind="summary",
        suffix="_summary",
        prompts=(
            _SUMMARY,
            _prompt("summary_instruction", "text", "title", "source"),
        ),
    )
    yield GeneratorSpec(
        name="cot-enhance",
        target="sdk_builtins.generators.cot_enhance:CotEnhanceGenerator",
        summary="Reasoning added to the answers of existing conversations",
        unit="conversation",
        example_kind="conversation",
        suffix="_enhanced",
        prompts=(_prompt("cot_enhancement", "conversations", "include_simple_steps"),),
    )
    yield GeneratorSpec(
        name="multimodal-qa",
        target="sdk_builtins.generators.multimodal_qa:MultimodalQaGenerator",
        summary="Question-answer pairs about the pictures of a document",
        example_kind="qa",
        suffix="_multimodal_qa_pairs",
        multimodal=True,
        prompts=(_prompt("multimodal_qa_generation", "text", "num_pairs"),),
    )
