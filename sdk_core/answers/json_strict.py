"""Strict JSON: the whole text, or the complete values that stand in prose and fences."""

from __future__ import annotations

import json
import re

from sdk_core.answers.answer_tree import AnswerTree, Bare, Node, Obj
from sdk_core.answers.escapes import protect
from sdk_core.answers.fields import FieldNames

# The standard decoder recurses once per level, so depth is checked before it runs.
MAX_DEPTH = 100
MAX_VALUES = 20_000

_BRACKET_OR_STRING = re.compile(r'[\[{]+|[\]}]+|\\.|"', re.DOTALL)
_START = re.compile(r'\{\s*["}]|\[\s*["{\[]|(?<![\w})\]])\[\s*\]|^[ \t]*\[\s*-?\d', re.MULTILINE)
_FIRST = frozenset('[{"-0123456789tfnNI')
_LAST = frozenset(']}"0123456789elyN')
_KEY = re.compile(r'"([^"\\\n]{1,80})"\s{0,50}:')


_DECODER = json.JSONDecoder(
    object_pairs_hook=Obj, parse_int=Bare, parse_float=Bare, parse_constant=Bare, strict=False
)


def depth_within(text: str, limit: int) -> bool:
    """Tell whether brackets outside strings nest at most limit deep."""
    if text.count("[") + text.count("{") <= limit:
        return True
    depth = 0
    quoted = False
    for match in _BRACKET_OR_STRING.finditer(text):
        token = match.group()
        first = token[0]
        if first == '"':
            quoted = not quoted
        elif quoted or first == "\\":
            continue
        elif first in "[{":
            depth += len(token)
            if depth > limit:
                return False
        else:
            depth = max(0, depth - len(token))
    return True


def decode_whole(text: str) -> AnswerTree | None:
    """Decode text that is one JSON value and nothing else.

    text: nested at most MAX_DEPTH deep. Numbers stay literal text, so no digit limit applies
    and nothing is rounded.
    """
    text = text.strip()
    # Most text is not JSON, and protecting it first would cost more than this look.
    if text[:1] not in _FIRST or text[-1:] not in _LAST:
        return None
    try:
        value: Node = _DECODER.decode(protect(text))
    except (ValueError, RecursionError):
        return None
    return AnswerTree([value], [""], True, "json")


def decode_spans(text: str, names: FieldNames) -> AnswerTree | None:
    """Decode every JSON value that stands in other text.

    text: nested at most MAX_DEPTH deep. names: known keys; one that is left over
    outside the values means that a value is damaged, and then nothing is returned so that a
    tolerant step can look at all of the text.
    """
    text = protect(text)
    values: list[Node] = []
    gaps: list[str] = []
    at = 0
    while len(values) < MAX_VALUES:
        start = _START.search(text, at)
        if not start:
            break
        begin = start.end() - len(start.group().lstrip(" \t"))
        try:
            value, end = _DECODER.raw_decode(text, begin)
        except (ValueError, RecursionError):
            return None
        gaps.append(text[at:begin])
        values.append(value)
        at = end
    if not values:
        return None
    rest = text[at:]
    for gap in (*gaps, rest):
        if any(names.find(m.group(1)) for m in _KEY.finditer(gap)):
            return None
    step = "fence" if any("```" in gap or "~~~" in gap for gap in gaps) else "span"
    return AnswerTree(values, gaps, True, step, tail=rest)
