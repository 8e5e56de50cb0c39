"""Declares the built-in kinds of records."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import RecordField, RecordKind, RecordTurn, hookimpl

SDK_API = 1

_QUESTION = RecordField(name="question")
_ANSWER = RecordField(name="answer")
_EXCHANGE = (
    RecordTurn(role="user", text="{question}"),
    RecordTurn(role="assistant", text="{answer}", reasoning="reasoning"),
)
_ANSWERING = ("question-answering", "text-generation")


@hookimpl
def sdk_record_kinds() -> Iterator[RecordKind]:
    """Give the kinds of records whose files other programs know too."""
    yield RecordKind(
        name="qa",
        summary="Questions with their answers",
        fields=(
            _QUESTION,
            RecordField(name="reasoning", required=False),
            _ANSWER,
            RecordField(name="image", required=False, judged=False),
        ),
        list_key="qa_pairs",
        other_keys=("filtered_pairs",),
        identity=("question", "image"),
        turns=_EXCHANGE,
        target_key="num_pairs",
        tasks=_ANSWERING,
        told=True,
    )
    yield RecordKind(
        name="cot",
        summary="Questions with reasoning and an answer",
        fields=(_QUESTION, RecordField(name="reasoning"), _ANSWER),
        list_key="cot_examples",
        identity=("question",),
        turns=_EXCHANGE,
        lists_turns=True,
        target_key="num_cot_examples",
        tasks=_ANSWERING,
        told=True,
    )
    yield RecordKind(
        name="conversation",
        summary="Conversations of one or more turns",
        list_key="conversations",
        holds_turns=True,
        bare=True,
        target_key="num_cot_enhance_examples",
        told=True,
    )
    yield RecordKind(
        name="summary",
        summary="Summaries of documents",
        fields=(
            RecordField(name="summary"),
            RecordField(
                name="instruction", required=False, judged=False, prompt="summary_instruction"
            ),
        ),
        list_key="summaries",
        identity=("summary",),
        turns=(
            RecordTurn(role="user", text="{instruction}"),
            RecordTurn(role="assistant", text="{summary}"),
        ),
        whole=True,
        tasks=("summarization",),
        told=True,
    )
