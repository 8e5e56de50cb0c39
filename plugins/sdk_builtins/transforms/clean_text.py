"""Text as the built-in parsers leave it, for what other parsers and programs have made."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic import Field

from sdk_builtins.transforms.item_texts import Item, with_texts
from sdk_core.components import Options, Transform, TransformContext
from sdk_core.documents import cleaning

_HYPHENATED = re.compile(r"(\w)[-\u00ad\u2010][ \t]*\n(?=[^\W\d_A-Z])")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")  # Unicode's Zs but " "


class CleanTextOptions(Options):
    """What is cleaned."""

    ligatures: bool = Field(True, description="Spell out ligatures such as \ufb01.")
    spaces: bool = Field(True, description="Make no-break and other wide spaces plain ones.")
    blank_lines: bool = Field(
        True, description="Cut spaces at ends of lines, and blank lines down to one."
    )
    hyphens: bool = Field(False, description="Join words that a hyphen divides at a line's end.")


class CleanText(Transform[Item, CleanTextOptions]):
    """Makes text safe to store, print and tokenise, and even."""

    def apply(self, item: Item, ctx: TransformContext) -> Iterable[Item]:
        """Yield the thing with clean texts."""
        yield with_texts(item, self._clean)

    def _clean(self, text: str) -> str:
        if self.options.ligatures:
            text = cleaning.mend_ligatures(text)
        text = cleaning.clean(text)
        if self.options.spaces:
            text = _SPACES.sub(" ", text)
        if self.options.hyphens:
            text = _HYPHENATED.sub(r"\1", text)
        return cleaning.tidy(text) if self.options.blank_lines else text
