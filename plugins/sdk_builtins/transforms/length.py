"""Keeps what is neither too short nor too long."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import Field, model_validator

from sdk_builtins.transforms.item_texts import Item, text_of
from sdk_core import tokens
from sdk_core.components import Options, Transform, TransformContext


class LengthOptions(Options):
    """How long."""

    least: int = Field(0, ge=0, description="Least length that is kept.")
    most: int | None = Field(None, ge=1, description="Greatest length that is kept.")
    unit: Literal["characters", "words", "tokens"] = Field(
        "characters", description="What is counted; tokens are estimated, at most."
    )
    field: str = Field("", description="Field of examples that is measured; all that they say.")

    @model_validator(mode="after")
    def _limits(self) -> LengthOptions:
        if not self.least and self.most is None:
            raise ValueError("give least, most or both")
        if self.most is not None and self.most < self.least:
            raise ValueError(f"most ({self.most}) is below least ({self.least})")
        return self


class Length(Transform[Item, LengthOptions]):
    """Keeps what is of some length."""

    def apply(self, item: Item, ctx: TransformContext) -> Iterable[Item]:
        """Yield the thing if its length is right."""
        options = self.options
        length = self._measured(text_of(item, options.field))
        if length < options.least:
            ctx.leave_out(f"under {options.least} {options.unit}")
        elif options.most is not None and length > options.most:
            ctx.leave_out(f"over {options.most} {options.unit}")
        else:
            yield item

    def _measured(self, text: str) -> int:
        if self.options.unit == "words":
            return len(text.split())
        if self.options.unit == "tokens":
            return tokens.counter(tokens.BY_CHARACTERS)(text)
        return len(text)
