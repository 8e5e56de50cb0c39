"""Pieces of a number of tokens, as a model's window has them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import partial

from pydantic import Field, model_validator

from sdk_core import tokens
from sdk_core.components import Chunker, Options
from sdk_core.documents.chunking import spans_by
from sdk_core.model import ChunkLimits, Document


class TokenOptions(Options):
    """How many tokens."""

    chunk_tokens: int = Field(1000, ge=1, description="Tokens in a chunk at most.")
    overlap_tokens: int = Field(50, ge=0, description="Tokens that two chunks share, at most.")
    tokenizer: str = Field(
        tokens.BY_CHARACTERS,
        description="A tokenizer.json or the folder of a model with one; chars estimates, at most.",
    )

    @model_validator(mode="after")
    def _overlap_is_smaller(self) -> TokenOptions:
        if self.overlap_tokens >= self.chunk_tokens:
            raise ValueError(
                f"overlap_tokens ({self.overlap_tokens}) must be smaller than chunk_tokens "
                f"({self.chunk_tokens})"
            )
        return self


class TokenChunker(Chunker[TokenOptions]):
    """Cuts after a paragraph, a sentence or a word, near the tokens that are wanted."""

    def __init__(self, options: TokenOptions | None = None) -> None:
        super().__init__(options)
        self._count = tokens.counter(self.options.tokenizer)

    def spans(self, document: Document, limits: ChunkLimits) -> Iterable[tuple[int, int]]:
        """Yield the place of each chunk."""
        text, whole = document.text, len(document.text)
        most, shared = self.options.chunk_tokens, self.options.overlap_tokens

        def after(start: int, number: int) -> int:
            parts = partial(_first, text, start)
            return start + _longest(parts, whole - start, number, self._count)

        def before(end: int) -> int:
            return end - _longest(partial(_last, text, end), end, shared, self._count)

        return spans_by(
            text,
            most=lambda start: after(start, most),
            least=lambda start: after(start, shared) + 1,
            back=before,
        )


def _first(text: str, start: int, length: int) -> str:
    return text[start : start + length]


def _last(text: str, end: int, length: int) -> str:
    return text[end - length : end]


def _longest(
    part: Callable[[int], str], length: int, most: int, count: Callable[[str], int]
) -> int:
    """Return how many characters of a text have so many tokens at most.

    Args:
        part: Returns a number of its characters.
        length: How many it has.
        most: Tokens.
        count: Counts them.
    """
    if not most:
        return 0
    high = min(length, most)
    while high < length and count(part(high)) <= most:
        high = min(length, 2 * high)
    return bisect_right(range(high + 1), most, key=lambda size: count(part(size))) - 1
