"""Registers the built-in generators."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import GeneratorSpec, PromptSpec, hookimpl

SDK_API = 1

SUMMARY = PromptSpec(name="summary", variables=("text",), required=("text",))


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
            PromptSpec(
                name="qa_generation",
                variables=("text", "num_pairs", "summary"),
                required=("text",),
            ),
            SUMMARY,
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
            PromptSpec(
                name="cot_generation",
                variables=("text", "num_examples", "summary"),
                required=("text",),
            ),
            SUMMARY,
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
            SUMMARY,
            PromptSpec(
                name="summary_instruction",
                variables=("text", "title", "source"),
                required=("text",),
            ),
        ),
    )
    yield GeneratorSpec(
        name="cot-enhance",
        target="sdk_builtins.generators.cot_enhance:CotEnhanceGenerator",
        summary="Reasoning added to the answers of existing conversations",
        unit="conversation",
        example_kind="conversation",
        suffix="_enhanced",
        prompts=(
            PromptSpec(
                name="cot_enhancement",
                variables=("conversations", "include_simple_steps"),
                required=("conversations",),
            ),
        ),
    )
    yield GeneratorSpec(
        name="multimodal-qa",
        target="sdk_builtins.generators.multimodal_qa:MultimodalQaGenerator",
        summary="Question-answer pairs about the pictures of a document",
        example_kind="qa",
        suffix="_multimodal_qa_pairs",
        multimodal=True,
        prompts=(
            PromptSpec(
                name="multimodal_qa_generation",
                variables=("text", "num_pairs"),
                required=("text",),
            ),
        ),
    )
