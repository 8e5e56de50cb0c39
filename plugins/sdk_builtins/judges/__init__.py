"""Registers the built-in judges."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import JudgeSpec, PromptSpec, hookimpl

SDK_API = 1


@hookimpl
def sdk_judges() -> Iterator[JudgeSpec]:
    """Give the checks that ask no model, and the judges that do."""
    yield JudgeSpec(
        name="lint",
        target="sdk_builtins.judges.lint.judge:LintJudge",
        summary="Finds faults of form: refusals, leaks, cuts, echoes, references to an unseen text",
        needs_model=False,
        unasked={},
    )
    yield JudgeSpec(
        name="grounded",
        target="sdk_builtins.judges.grounded.judge:GroundedJudge",
        summary="Compares values, names and polarity with the evidence",
        needs_model=False,
        unasked={},
    )
    yield JudgeSpec(
        name="duplicates",
        target="sdk_builtins.judges.duplicates.judge:DuplicatesJudge",
        summary="Finds records that repeat others, in the same or nearly the same words",
        needs_model=False,
        surveys=True,
        unasked={"near": "flag"},
    )
    yield JudgeSpec(
        name="private",
        target="sdk_builtins.judges.private.judge:PrivateJudge",
        summary="Finds personal data and secrets: e-mail, phone, card, IBAN, keys",
        needs_model=False,
    )
    yield from _paid()


def _paid() -> Iterator[JudgeSpec]:
    yield JudgeSpec(
        name="rating",
        target="sdk_builtins.judges.rating:RatingJudge",
        summary="Rates accuracy, relevance, clarity and usefulness from 1 to 10",
        media=True,
        calls=0.2,
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
    yield JudgeSpec(
        name="rubric",
        target="sdk_builtins.judges.rubric:RubricJudge",
        summary="Judges by a rubric of your own or a ready one, criterion by criterion",
        scale=(0.0, 10.0),
        media=True,
        calls=4.0,
        prompts=(
            PromptSpec(
                name="rubric_rating",
                variables=(
                    *("criteria", "answer", "question", "reasoning", "evidence", "passage"),
                    *("left_out", "pictures", "what", "fence"),
                ),
                required=("criteria", "answer"),
            ),
        ),
    )
    yield JudgeSpec(
        name="faithful",
        target="sdk_builtins.judges.faithful:FaithfulJudge",
        summary="Checks each claim of an answer against its passage: the share that is supported",
        scale=(0.0, 1.0),
        media=True,
        prompts=(
            PromptSpec(
                name="claims_check",
                variables=(
                    *("answer", "claim", "question", "passage", "evidence", "left_out"),
                    *("pictures", "fence"),
                ),
                required=("answer", "passage"),
            ),
        ),
    )
    agreement = PromptSpec(
        name="answer_agreement",
        variables=("question", "first", "second", "fence"),
        required=("question", "first", "second"),
    )
    yield JudgeSpec(
        name="round-trip",
        target="sdk_builtins.judges.round_trip:RoundTripJudge",
        summary="Answers the question again from the passage and compares: the share that agrees",
        scale=(0.0, 1.0),
        media=True,
        calls=4.0,
        prompts=(
            PromptSpec(
                name="round_trip_answer",
                variables=("question", "passage", "pictures", "fence"),
                required=("question", "passage"),
            ),
            agreement,
        ),
    )
    yield JudgeSpec(
        name="trainee",
        target="sdk_builtins.judges.trainee:TraineeJudge",
        summary="Marks what the model to be trained knows already",
        scale=(0.0, 1.0),
        sees="set",
        votes=False,
        calls=7.0,
        prompts=(
            PromptSpec(name="closed_book_answer", variables=("question",), required=("question",)),
            agreement,
        ),
    )
