"""Summaries: of an opening, and of a whole document part by part."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping

from pydantic import Field

from sdk_core.components import GenerationContext, Options
from sdk_core.documents.chunking import spans
from sdk_core.errors import CallError
from sdk_core.model import Document

SEPARATOR = "\n\n"

OPENING = 400
"""Characters of the document's opening that stand in for a summary."""


class SummaryOptions(Options):
    """Options of the generators whose files carry a summary."""

    summarise: bool = Field(
        False,
        description="Ask the model for the document's summary although no prompt uses it; one more "
        "call a document. Otherwise the file's summary is the document's opening.",
    )


async def summarise_opening(
    document: Document, ctx: GenerationContext, options: SummaryOptions
) -> Mapping[str, str]:
    """Return ``{"summary": …}``: by the model if a prompt uses it, else the opening sentences.

    The model is shown the first part of the document, which is enough to tell a question writer
    what it is about, at the price of one call. The opening as a summary is the lead baseline of
    the summarisation literature (Nenkova 2005), and free.
    """
    if ctx.parts and (options.summarise or ctx.uses("summary")):
        return {"summary": await ctx.text("summary", text=ctx.parts[0].text)}
    start, end = next(spans(document.text, OPENING, 0), (0, 0))
    return {"summary": document.text[start:end].strip()}


async def summarise(texts: list[str], size: int, ctx: GenerationContext) -> str:
    """Return one summary of all texts: each is summarised, then the summaries are.

    Args:
        texts: The parts of the document, in order.
        size: Characters that one call is shown at most.
        ctx: The way to the model.

    Raises:
        CallError: A part could not be summarised. The others' answers came in all the same, so
            that the record of paid answers has them.
    """
    while True:
        summaries = await _all_of([ctx.text("summary", text=text) for text in texts])
        if len(summaries) == 1:
            return summaries[0]
        packed = _pack(summaries, size)
        if len(packed) >= len(texts):  # the model does not condense: join rather than loop
            return SEPARATOR.join(summaries)
        texts = packed


async def _all_of(calls: list[Awaitable[str]]) -> list[str]:
    """Return all answers, or raise what failed once every call has ended."""
    answers = await asyncio.gather(*calls, return_exceptions=True)
    summaries: list[str] = []
    failed: dict[int, CallError] = {}
    for number, answer in enumerate(answers, start=1):
        if isinstance(answer, CallError):
            failed[number] = answer
        elif isinstance(answer, BaseException):
            raise answer  # the end of the run comes before the failure of a part
        else:
            summaries.append(answer)
    if failed:
        error = next(iter(failed.values()))
        numbers = ", ".join(map(str, failed))
        where = f"part {numbers} of {len(calls)}: " if len(calls) > 1 else ""
        raise error.but(message=where + error.message)
    return summaries


def _pack(texts: list[str], size: int) -> list[str]:
    """Join neighbours as long as they fit into ``size`` characters."""
    packed = [texts[0]]
    for text in texts[1:]:
        if len(packed[-1]) + len(SEPARATOR) + len(text) <= size:
            packed[-1] += SEPARATOR + text
        else:
            packed.append(text)
    return packed
