"""Registers the built-in export formats."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import ExporterSpec, hookimpl

SDK_API = 1

_HERE = "sdk_builtins.exporters"
_SYSTEM = "You are a helpful assistant."


@hookimpl
def sdk_exporters() -> Iterator[ExporterSpec]:
    """Give the export formats, by what they are for."""
    yield ExporterSpec(
        name="jsonl",
        target=f"{_HERE}.jsonl:JsonlExporter",
        summary="The records' own fields, one object a line",
        view="fields",
        settings=(("include_metadata", "include_metadata"),),
    )
    yield from _tuning()
    yield from _hosted()
    yield from _preferences()
    yield from _evaluations()
    yield ExporterSpec(
        name="cpt",
        target=f"{_HERE}.rendered:PlainTextExporter",
        summary="Plain text for further pretraining, of documents or records",
        file_suffix="_cpt",
        documents=True,
        view="fields",
    )


def _tuning() -> Iterator[ExporterSpec]:
    yield ExporterSpec(
        name="alpaca",
        target=f"{_HERE}.alpaca:AlpacaExporter",
        summary="Alpaca: instruction, input, output; single exchanges without a system turn",
        file_suffix="_alpaca",
        extension=".json",
    )
    yield ExporterSpec(
        name="ft",
        target=f"{_HERE}.messages:MessagesExporter",
        summary="Chat messages (system, user, assistant) in one JSON array",
        file_suffix="_ft",
        extension=".json",
        system=_SYSTEM,
    )
    yield ExporterSpec(
        name="chatml",
        target=f"{_HERE}.messages:MessagesExporter",
        summary="Chat messages (system, user, assistant), one conversation a line",
        file_suffix="_chatml",
        system=_SYSTEM,
    )
    yield ExporterSpec(
        name="messages",
        target=f"{_HERE}.messages:MessagesExporter",
        summary="Chat messages as they are, without a system turn of ours",
        file_suffix="_messages",
    )
    yield ExporterSpec(
        name="sharegpt",
        target=f"{_HERE}.sharegpt:ShareGptExporter",
        summary="ShareGPT: conversations of from and value",
        file_suffix="_sharegpt",
    )
    yield ExporterSpec(
        name="prompt-completion",
        target=f"{_HERE}.exchanges:PromptCompletionExporter",
        summary="Two texts: the prompt, and the completion that is learnt",
        file_suffix="_prompt-completion",
    )
    yield ExporterSpec(
        name="trl",
        target=f"{_HERE}.exchanges:TrlExporter",
        summary="TRL: prompt and completion as turns; loss on the completion alone",
        file_suffix="_trl",
        one_answer=True,
    )
    yield ExporterSpec(
        name="text",
        target=f"{_HERE}.rendered:TextExporter",
        summary="Whole conversations as the text that a chat template makes of them",
        file_suffix="_text",
    )
    yield ExporterSpec(
        name="multimodal",
        target=f"{_HERE}.multimodal:MultimodalExporter",
        summary="Chat messages about pictures, which lie beside the rows or inside them",
        file_suffix="_multimodal",
        media=True,
    )


def _hosted() -> Iterator[ExporterSpec]:
    for name, target, service, least in (
        ("openai", "OpenAiExporter", "OpenAI and Azure", 10),
        ("together", "TogetherExporter", "Together", 1),
        ("fireworks", "FireworksExporter", "Fireworks", 3),
        ("mistral", "MistralExporter", "Mistral", 1),
    ):
        yield ExporterSpec(
            name=name,
            target=f"{_HERE}.service_formats:{target}",
            summary=f"Chat messages for the tuning service of {service}",
            file_suffix=f"_{name}",
            least=least,
        )
    yield ExporterSpec(
        name="vertex",
        target=f"{_HERE}.clouds:VertexExporter",
        summary="Contents of parts for Gemini tuning on Vertex AI",
        file_suffix="_vertex",
        uniform=False,
    )
    yield ExporterSpec(
        name="bedrock",
        target=f"{_HERE}.clouds:BedrockExporter",
        summary="Conversations of blocks for Amazon Bedrock",
        file_suffix="_bedrock",
        uniform=False,
        reasoning="field",
    )


def _preferences() -> Iterator[ExporterSpec]:
    for name, target, summary in (
        ("dpo", "DpoExporter", "TRL: prompt, chosen, rejected"),
        ("dpo-implicit", "DpoImplicitExporter", "torchtune: chosen and rejected dialogues"),
        ("dpo-messages", "DpoMessagesExporter", "LLaMA-Factory, axolotl: messages, two answers"),
        ("dpo-openai", "DpoOpenAiExporter", "Hosted services: input and two outputs"),
        ("dpo-swift", "DpoSwiftExporter", "ms-swift: messages and rejected_response"),
    ):
        yield ExporterSpec(
            name=name,
            target=f"{_HERE}.preferences:{target}",
            summary=f"Preferences for {summary}",
            file_suffix=f"_{name}",
            preference=True,
        )
    yield ExporterSpec(
        name="kto",
        target=f"{_HERE}.preferences:KtoExporter",
        summary="Answers labelled good or bad; those that a judge rejected are the bad ones",
        file_suffix="_kto",
        rejects=True,
    )
    yield ExporterSpec(
        name="grpo",
        target=f"{_HERE}.rewards:GrpoExporter",
        summary="Questions with the solution that a reward is measured by",
        file_suffix="_grpo",
        one_answer=True,
        reasoning="drop",
    )


def _evaluations() -> Iterator[ExporterSpec]:
    for name, target, harness in (
        ("lm-eval", "LmEvalExporter", "lm-evaluation-harness"),
        ("inspect", "InspectExporter", "Inspect"),
    ):
        yield ExporterSpec(
            name=name,
            target=f"{_HERE}.evaluation:{target}",
            summary=f"Held-out questions and answers for {harness}",
            file_suffix=f"_{name}",
            reasoning="drop",
        )
