"""Markdown to segments: one for each part below a heading of level 1 or 2."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sdk_core.documents.blocks import CHAPTER
from sdk_core.model import Segment

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_BLOCK = re.compile(r"\s*$| {0,3}(?:#|>|[-+*] |\d+[.)] |\||`{3}|~{3})")


def heading_sections(text: str) -> Iterator[Segment]:
    """Yield the parts of a Markdown text that hold anything, the text kept as it is."""
    lines = text.split("\n")
    starts = [(0, ""), *((at, title) for at, level, title in headings(lines) if level <= CHAPTER)]
    ends = [at for at, _ in starts[1:]] + [len(lines)]
    index = 0
    for (start, title), end in zip(starts, ends, strict=True):
        part = "\n".join(lines[start:end]).strip("\n").rstrip()
        if part:
            index += 1
            facts = {"heading": title} if title else {}
            yield Segment(text=part, kind="section", index=index, metadata=facts)


def headings(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """Yield line, level and text of the headings outside code, in either form (CommonMark 0.31)."""
    fence = ""
    for at, line in enumerate(lines):
        if mark := _FENCE.match(line):
            if not fence:
                fence = mark.group(1)
            elif mark.group(1).startswith(fence) and not line.strip(fence[0] + " \t"):
                fence = ""
            continue
        if fence:
            continue
        if found := _HEADING.match(line):
            yield at, len(found.group(1)), found.group(2).strip()
        elif (
            at
            and (found := _UNDERLINE.match(line))
            and not _BLOCK.match(lines[at - 1])
            and (at == 1 or not lines[at - 2].strip())
        ):
            yield at - 1, 1 if found.group(1)[0] == "=" else 2, lines[at - 1].strip()
