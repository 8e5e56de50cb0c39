"""Registers the built-in judge."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import JudgeSpec, PromptSpec, hookimpl

SDK_API = 1


@hookimpl
def sdk_judges() -> Iterator[JudgeSpec]:
    """Give the rubric judge."""
    yield JudgeSpec(
        name="rating",
        target="sdk_builtins.judges.rating:RatingJudge",
        summary="Rates accuracy, relevance, clarity and usefulness from 1 to 10",
        media=True,
        prompts=(
            PromptSpec(
                name="qa_rating", variables=("pairs", "passages", "pictures"), required=("pairs",)
            ),
            PromptSpec(
                name="record_rating",
                variables=("pairs", "passages", "pictures"),
                required=("pairs",),
            ),
            PromptSpec(
                name="summary_rating",
                variables=("summary", "passages", "left_out"),
                required=("summary",),
            ),
        ),
    )
