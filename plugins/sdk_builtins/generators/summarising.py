"""Summaries: of an opening, and of a whole document part by part."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from sdk_core.components import GenerationContext

SEPARATOR = "\n\n"


async def summarise_opening(ctx: GenerationContext) -> Mapping[str, str]:
    """Return ``{"summary": …}`` made in one call from the first part of the document.

    Enough to tell a question writer what the document is about, at the price of one call.
    """
    if not ctx.parts:
        return {"summary": ""}
    return {"summary": await ctx.text("summary", text=ctx.parts[0].text)}


async def summarise(texts: list[str], size: int, ctx: GenerationContext) -> str:
    """Return one summary of all texts: each is summarised, then the summaries are.

    Args:
        texts: The parts of the document, in order.
        size: Characters that one call is shown at most.
        ctx: The way to the model.
    """
    while True:
        summaries = await asyncio.gather(*(ctx.text("summary", text=text) for text in texts))
        if len(summaries) == 1:
            return summaries[0]
        packed = _pack(list(summaries), size)
        if len(packed) >= len(texts):  # the model does not condense: join rather than loop
            return SEPARATOR.join(summaries)
        texts = packed


def _pack(texts: list[str], size: int) -> list[str]:
    """Join neighbours as long as they fit into ``size`` characters."""
    packed = [texts[0]]
    for text in texts[1:]:
        if len(packed[-1]) + len(SEPARATOR) + len(text) <= size:
            packed[-1] += SEPARATOR + text
        else:
            packed.append(text)
    return packed
