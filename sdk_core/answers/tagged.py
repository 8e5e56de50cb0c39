"""Records in tagged text: <question>...</question>, valid XML or not."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections import defaultdict

from sdk_core.answers.answer_tree import TORN, Node, Record, Records, group_records
from sdk_core.answers.fields import FieldNames

_TAG = re.compile(r"<(/?)([^\W\d_][\w-]{0,40})((?:\s[^<>]{0,300})?)/?>")
_ATTRIBUTE = re.compile(r"""([\w-]{1,40})\s{0,9}=\s{0,9}(?:"([^"<>]{0,200})"|'([^'<>]{0,200})')""")
_LONG_ATTRIBUTE = re.compile(r"""([\w-]{1,40})\s{0,9}=\s{0,9}(["'])(.*?)\2""", re.DOTALL)
_ELEMENT = re.compile(
    r"""<[^\W\d_][\w-]{0,40}((?:\s{1,99}[\w-]{1,40}\s{0,9}=\s{0,9}(?:"[^"<>]*"|'[^'<>]*'))+)\s{0,99}/?>"""
)
_CDATA = re.compile(r"\s*<!\[CDATA\[(.*?)\]\]>\s*", re.DOTALL)
_PAGE = re.compile(r"\s*(?:<!doctype|<html|<\?xml[^>]{0,200}>\s*<html)", re.IGNORECASE)


def read_tagged(text: str, names: FieldNames) -> Records:
    """Read fields that stand between tags of their name.

    text: the cleaned answer. names: the requested fields. A tag without its closing tag counts
    as torn. Numeric attributes of a tag are offered as the field "index" where it is requested.
    """
    records = Records(step="tagged")
    if "<" not in text or _PAGE.match(text):
        return records
    records.found = _in_attributes(text, names)
    if records.found:
        return records
    tags = list(_TAG.finditer(text))
    starts: dict[tuple[str, str], list[int]] = defaultdict(list)
    for tag in tags:
        starts[tag.group(1), tag.group(2)].append(tag.start())
    parts: list[tuple[str, Node]] = []
    done = 0
    for tag in tags:
        if tag.start() < done or tag.group(1):
            continue
        match = names.find(tag.group(2))
        index = _index_attribute(tag.group(3), names)
        if index is not None:
            parts.append(("index", index))
        elif match and match.number is not None and "index" in names.fields:
            parts.append(("index", str(match.number)))
        if not match:
            continue
        # A tag named like the number may enclose a whole record instead.
        is_index = match.field == "index"
        if is_index and not text[tag.end() : tag.end() + 200].lstrip()[:1].isdigit():
            continue
        closers, openers = (starts[slash, tag.group(2)] for slash in ("/", ""))
        end, limit = (_next(places, tag.end(), len(text)) for places in (closers, openers))
        if end == len(text) or end > limit:
            records.torn += 1
            parts.append((match.field, TORN))
            done = tag.end()
            continue
        raw = text[tag.end() : end]
        cdata = _CDATA.fullmatch(raw)
        if not is_index or raw.strip().isdigit():
            parts.append((match.field, cdata.group(1) if cdata else raw))
            done = end
    records.found = group_records(parts)
    return records


def _in_attributes(text: str, names: FieldNames) -> list[Record]:
    """Read elements that hold all fields as attributes."""
    found: list[Record] = []
    for element in _ELEMENT.finditer(text):
        record: Record = {}
        for name, _, value in _LONG_ATTRIBUTE.findall(element.group(1)):
            if match := names.find(name):
                record.setdefault(match.field, html.unescape(value))
        if record.keys() >= set(names.fields):
            found.append(record)
    return found


def _next(places: list[int], at: int, none: int) -> int:
    following = bisect_left(places, at)
    return places[following] if following < len(places) else none


def _index_attribute(attributes: str, names: FieldNames) -> str | None:
    if "index" not in names.fields:
        return None
    for match in _ATTRIBUTE.finditer(attributes):
        found = names.find(match.group(1))
        if found and found.field == "index":
            return match.group(2) or match.group(3)
    return None
