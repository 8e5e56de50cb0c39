"""Markdown files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import yaml

from sdk_builtins.parsers.markup.sections import heading_sections, headings
from sdk_core.components import ParseContext, Parser
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.sniffing import no_text
from sdk_core.documents.texts import read_text
from sdk_core.model import Segment, Source

_FRONT = re.compile(r"(---|\+\+\+)[ \t]*\n(.*?\n)?(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_MAX_ALIASES = 100  # aliases of YAML can make a little text very large


class MarkdownParser(Parser):
    """Reads Markdown as it is, with what its front matter says of it."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each part below a heading of level 1 or 2.

        Raises:
            DocumentError: The file is empty, blank or not text at all.
        """
        text = read_text(source, ctx.warn, what="a Markdown file")
        front = _FRONT.match(text)
        facts = _facts(front.group(1), front.group(2) or "", ctx) if front else None
        if front and facts is not None:
            text = text[front.end() :]
        title = (facts or {}).pop("title", "")
        if not title:
            title = next((t for _, level, t in headings(text.split("\n")) if level == 1), "")
        ctx.describe(title=title, **(facts or {}))
        parts = list(heading_sections(text))
        if not parts:
            raise no_text(source, "it holds only front matter")
        yield from parts


def _facts(mark: str, content: str, ctx: ParseContext) -> dict[str, str] | None:
    """Return the scalar values of front matter, ``None`` when it is something else."""
    try:
        if mark == "+++":
            value: Any = tomllib.loads(content)
        elif content.count("*") > _MAX_ALIASES:
            return None
        else:
            value = yaml.safe_load(content)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError):
        ctx.warn("the front matter cannot be read and was kept as text")
        return None
    if not isinstance(value, dict):
        return None  # a thematic break and not front matter
    return {str(key): text for key, item in value.items() if (text := _scalar(item))}


def _scalar(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_scalar, value)))
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return one_line(str(value))
