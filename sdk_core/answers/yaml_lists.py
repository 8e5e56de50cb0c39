"""Records in YAML-like lists, read line by line; no anchors, tags or nesting."""

from __future__ import annotations

import re

from sdk_core.answers.answer_tree import TORN, Node, Record, Records
from sdk_core.answers.escapes import unescape
from sdk_core.answers.fields import FieldNames

_ENTRY = re.compile(r"^([ \t]*)(-[ \t]+)?([\"']?)([^\W\d_][\w \-]{0,40}?)\3[ \t]*:(?:[ \t]+(.*))?$")
_BLOCK = re.compile(r"([|>])([+-]?)\d?[+-]?[ \t]*(?:#.*)?")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")


def read_yaml_list(text: str, names: FieldNames) -> Records:
    """Read a list of mappings with one field a line, quoted, plain or in a block.

    text: the cleaned answer. names: the requested fields.
    """
    records = Records(step="yaml")
    lines = text.split("\n")
    starts = [_ENTRY.match(line) for line in lines]
    if not any(m and m.group(2) and names.find(m.group(4)) for m in starts):
        return records
    current: Record | None = None
    indent = 0
    at = 0
    while at < len(lines):
        match = starts[at]
        at += 1
        if not match:
            continue
        if match.group(2):
            current = {}
            records.found.append(current)
            indent = len(match.group(1)) + len(match.group(2))
        elif current is None or len(match.group(1)) != indent:
            current = None if len(match.group(1)) < indent else current
            continue
        first = at
        while at < len(lines) and not _FENCE.match(lines[at]) and _belongs(lines[at], indent):
            at += 1
        found = names.find(match.group(4))
        if found:
            value = _value(match.group(5) or "", lines[first:at])
            records.torn += value is TORN
            current[found.field] = value
    records.found = [r for r in records.found if r]
    return records


def _belongs(line: str, indent: int) -> bool:
    """Tell whether a line continues the value above it: it is blank or indented deeper."""
    return not line.strip() or len(line) - len(line.lstrip()) > indent


def _value(head: str, more: list[str]) -> Node:
    head = head.strip()
    block = _BLOCK.fullmatch(head)
    if block:
        return _block(more, folded=block.group(1) == ">")
    tail = [line.strip() for line in more if line.strip()]
    joined = " ".join([head, *tail])
    if head[:1] in ("'", '"'):
        quote = head[0]
        if len(joined) < 2 or not joined.endswith(quote):
            return TORN
        inner = joined[1:-1]
        return unescape(inner) if quote == '"' else inner.replace("''", "'")
    if not head and tail and all(line.startswith("- ") for line in tail):
        return "\n".join(line[2:].strip() for line in tail)
    return joined.strip() or None


def _block(lines: list[str], folded: bool) -> Node:
    filled = [line for line in lines if line.strip()]
    if not filled:
        return None
    depth = min(len(line) - len(line.lstrip()) for line in filled)
    body = [line[depth:].rstrip("\r") for line in lines]
    if not folded:
        return "\n".join(body).strip("\n")
    paragraphs = "\n".join(body).strip("\n").split("\n\n")
    return "\n".join(" ".join(p.split("\n")) for p in paragraphs)
