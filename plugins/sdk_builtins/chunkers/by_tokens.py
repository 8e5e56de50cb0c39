"""Pieces of a number of tokens, as a model's window has them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable

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

    def spans(self, document: Document, limits: ChunkLimits) -> Iterable[tuple[int, int]]:
        """Yield the place of each chunk."""
        options, text = self.options, document.text
        count = tokens.counter(options.tokenizer)
        return spans_by(
            text,
            most=lambda start: start + _longest(text[start:], options.chunk_tokens, count),
            least=lambda start: start + _longest(text[start:], options.overlap_tokens, count) + 1,
            back=lambda end: end - _longest(text[:end][::-1], options.overlap_tokens, count),
        )


def _longest(text: str, most: int, count: Callable[[str], int]) -> int:
    """Return how many characters of the beginning of a text have so many tokens at most."""
    if not most:
        return 0
    high = min(len(text), most)
    while high < len(text) and count(text[:high]) <= most:
        high = min(len(text), 2 * high)
    return bisect_right(range(high + 1), most, key=lambda end: count(text[:end])) - 1
