"""Replaces, keeps or drops by a regular expression."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from pydantic import Field, model_validator

from sdk_builtins.transforms.item_texts import Item, text_of, with_texts
from sdk_core.components import Options, Transform, TransformContext


class RegexOptions(Options):
    """What is looked for, and what is done about it."""

    pattern: str = Field(min_length=1, description="Regular expression, as of Python's re.")
    action: Literal["replace", "drop", "keep"] = Field(
        "replace", description="Replace what is found, drop what has it, or keep only what has it."
    )
    replacement: str = Field(
        "", description=r"What stands in its place; \1 is what the first group found."
    )
    flags: str = Field("", pattern="^[imsx]*$", description="Letters as behind (?: i, m, s and x.")
    field: str = Field("", description="Field of examples that is looked at; all that they say.")

    @model_validator(mode="after")
    def _compiles(self) -> RegexOptions:
        try:
            self.compiled().sub(self.replacement, "")  # which looks at the replacement as well
        except (re.error, IndexError) as error:
            raise ValueError(f"{self.pattern!r} with {self.replacement!r}: {error}") from error
        return self

    def compiled(self) -> re.Pattern[str]:
        """Return the expression, which Python keeps compiled."""
        return re.compile(f"(?{self.flags}){self.pattern}" if self.flags else self.pattern)


class Regex(Transform[Item, RegexOptions]):
    """Replaces, keeps or drops by a regular expression."""

    def apply(self, item: Item, ctx: TransformContext) -> Iterable[Item]:
        """Yield the thing, changed or not, unless it is to be left out."""
        options, pattern = self.options, self.options.compiled()
        if options.action == "replace":
            yield with_texts(
                item, lambda text: pattern.sub(options.replacement, text), options.field
            )
            return
        found = pattern.search(text_of(item, options.field)) is not None
        if found == (options.action == "keep"):
            yield item
        else:
            ctx.leave_out(f"{'matches' if found else 'does not match'} {options.pattern}")
