"""The judge `rating` on summaries: beside what of the document there is room for."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from sdk_builtins.judges.document_view import PIECE, view
from sdk_builtins.judges.rating import RatingJudge, RatingOptions
from sdk_core.errors import CallError, ErrorKind
from sdk_core.model import Completion, Example, Judgement
from sdk_core.model.record_kinds import RecordField, RecordKind

PARAGRAPH = "x" * (PIECE - 2)


class Context:
    """Rates whatever it is shown with 8, as long as that has few enough passages."""

    threshold = 7.0

    def __init__(self, most: int = 1000) -> None:
        self.most = most
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def complete(self, prompt: str, **variables: Any) -> Completion:
        self.asked.append((prompt, variables))
        if len(variables["passages"]) > self.most:
            raise CallError("too long", kind=ErrorKind.CONTEXT_LENGTH)
        pairs = variables.get("pairs", [{"index": 1}])
        rated = [{"index": pair["index"], "rating": 8, "reason": "so"} for pair in pairs]
        return Completion(text=json.dumps(rated), model="m", finish_reason="stop")


def _judge(
    ctx: Context, *examples: Example, document_chars: int = 3 * PIECE
) -> Sequence[Judgement]:
    judge = RatingJudge(RatingOptions(document_chars=document_chars))
    return asyncio.run(judge.judge(examples, ctx))  # type: ignore[arg-type]


def _summary(passages: int) -> Example:
    text = "\n\n".join([PARAGRAPH] * passages)
    return Example(kind="summary", fields={"summary": "S"}, passage=text)


@pytest.mark.parametrize(
    ("pieces", "room", "shown"),
    [
        (0, 4, []),
        (1, 4, [1]),
        (4, 4, [1, 2, 3, 4]),
        (9, 3, [1, 5, 9]),
        (10, 4, [1, 4, 7, 10]),
        (9, 1, [1]),
        (9, 0, [1]),
    ],
)
def test_passages_that_fit_are_spread_over_the_document(
    pieces: int, room: int, shown: list[int]
) -> None:
    found = view("\n\n".join([PARAGRAPH] * pieces), room * PIECE)
    assert list(found.passages) == shown
    assert (found.total, found.left_out) == (pieces, pieces - len(shown))


@pytest.mark.parametrize(
    ("passages", "most", "shown", "caveat"),
    [
        (2, 1000, [1, 2], ""),
        (9, 1000, [1, 5, 9], "by 3 of 9 passages of its document"),
        (9, 1, [1], "by 1 of 9 passages of its document"),
        (0, 1000, [], "without the text of its document, which is not in the file"),
    ],
)
def test_summary_is_judged_by_what_fits_and_says_what_did_not(
    passages: int, most: int, shown: list[int], caveat: str
) -> None:
    ctx = Context(most)
    (judgement,) = _judge(ctx, _summary(passages))
    assert judgement == Judgement(judge="rating", score=8, reasons="so", caveat=caveat)
    prompt, variables = ctx.asked[-1]
    assert prompt == "summary_rating"
    assert [p["passage"] for p in variables["passages"]] == shown
    assert variables["left_out"] == passages - len(shown)


def test_passage_that_is_too_long_alone_is_given_up() -> None:
    with pytest.raises(CallError):
        _judge(Context(0), _summary(3))


def test_summaries_and_pairs_of_one_batch_keep_their_places() -> None:
    ctx = Context()
    pair = Example(kind="qa", fields={"question": "Q?", "answer": "A"})
    given = _judge(ctx, pair, _summary(4), pair)
    assert [judgement.caveat != "" for judgement in given] == [False, True, False]
    assert sorted(prompt for prompt, _ in ctx.asked) == ["qa_rating", "summary_rating"]


def test_records_of_any_other_kind_are_not_called_pairs() -> None:
    ctx = Context()
    kind = RecordKind(name="glossary", fields=(RecordField(name="term"),))
    term = Example(kind="glossary", fields={"term": "lock", "more": 1}, declared=kind)
    nothing_known = replace(term, declared=RecordKind(name="blob"))
    _judge(ctx, term, nothing_known)
    ((prompt, variables),) = ctx.asked
    assert prompt == "record_rating"
    assert variables["pairs"] == [
        {"index": 1, "term": "lock"},
        {"index": 2, "term": "lock", "more": 1},
    ]
