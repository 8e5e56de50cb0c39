"""A parser as a worker has it: with its options, and what content it may be right for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sdk_core.components import Parser
from sdk_core.documents import sniffing
from sdk_core.registry.registry import Entry
from sdk_core.specs import ParserSpec

_CONTAINERS = frozenset(
    ("application/zip", "application/x-ole-storage", "application/gzip", "application/xml")
)
"""What many formats are packed in, so that it says nothing against the parser of one of them."""

_TEXTUAL = re.compile(
    r"text/.*|message/.*|.*\+(?:xml|json)"
    r"|application/(?:json|jsonl|xml|x-ndjson|x-subrip|javascript|toml|yaml)"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A parser that may be used.

    Args:
        entry: The parser and its plugin.
        options: Its options by name.
        media_types: Types of content that it is taken for when a file's name says otherwise.
        extensions: Endings of an archive's members that it is taken for.
    """

    entry: Entry[ParserSpec, Parser]
    options: Mapping[str, Any]
    media_types: frozenset[str] = frozenset()
    extensions: frozenset[str] = frozenset()

    @property
    def spec(self) -> ParserSpec:
        """The parser's spec."""
        return self.entry.spec

    @property
    def is_textual(self) -> bool:
        """Whether the parser reads text of some kind, or anything."""
        return reads_text(self.spec)

    def reads(self, media_type: str, stated: str) -> bool:
        """Tell whether the parser may be right for content of a type.

        Args:
            media_type: What the content is.
            stated: What its name or server says that it is. An unmistakable kind of text is not
                for a parser of plain text, or of the kind that is stated; where nothing is stated
                that the parser knows, as with templates of pages, it takes them as they are.
        """
        own = self.spec.media_types
        if not own or media_type in own:
            return True
        if self.is_textual:
            is_known = self.spec.plain or stated in own
            is_other = is_known and media_type in sniffing.UNMISTAKABLE
            return _is_text(media_type) and not is_other
        return media_type in _CONTAINERS


def reads_text(spec: ParserSpec) -> bool:
    """Tell whether a parser reads text of some kind, or anything."""
    return not spec.media_types or any(map(_is_text, spec.media_types))


def _is_text(media_type: str) -> bool:
    return _TEXTUAL.fullmatch(media_type) is not None
