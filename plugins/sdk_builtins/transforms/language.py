"""Keeps what is in the languages that are wanted."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field, field_validator

from sdk_builtins.transforms.item_texts import Item, text_of
from sdk_core.components import Options, Transform, TransformContext
from sdk_core.documents.language import LANGUAGES, detect_language

UNKNOWN = "und"
"""Code of a text that is too short to tell (ISO 639-2)."""


class LanguageOptions(Options):
    """Which languages."""

    only: list[str] = Field(
        min_length=1, description="ISO 639-1 codes of the languages that are kept: en, de."
    )
    field: str = Field("", description="Field of examples that is looked at; all that they say.")
    keep_unknown: bool = Field(
        True, description="Whether what is too short to tell, under 40 characters, is kept."
    )

    @field_validator("only", mode="before")
    @classmethod
    def _one_or_more(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value

    @field_validator("only")
    @classmethod
    def _known(cls, value: list[str]) -> list[str]:
        for code in value:
            if code not in LANGUAGES:
                raise ValueError(f"{code!r} is no language that is told apart: {LANGUAGES}")
        return value


class Language(Transform[Item, LanguageOptions]):
    """Keeps what is in some languages."""

    def apply(self, item: Item, ctx: TransformContext) -> Iterable[Item]:
        """Yield the thing if its language is wanted."""
        found = detect_language(text_of(item, self.options.field))
        if (found == UNKNOWN and self.options.keep_unknown) or found in self.options.only:
            yield item
        else:
            name = "too short to tell" if found == UNKNOWN else f"in {found}"
            ctx.leave_out(name)
