"""The ways of reading JSON in an answer, one after the other, the strictest first."""

from __future__ import annotations

import html
import re

from sdk_core.answers.answer_tree import AnswerTree
from sdk_core.answers.drafts import is_unfinished_thinking, without_drafts
from sdk_core.answers.escapes import unescape
from sdk_core.answers.fields import FieldNames
from sdk_core.answers.json_strict import MAX_DEPTH, decode_spans, decode_whole, depth_within
from sdk_core.answers.json_tolerant import scan
from sdk_core.answers.unwrapping import strip_wrapping

# A JSON string that holds a JSON string that holds the data; deeper wrapping is not plausible.
MAX_UNWRAP = 3


def read_answer(
    text: str, names: FieldNames, *, keep_field_tags: bool = False
) -> tuple[str, AnswerTree | None]:
    """Clean an answer and read its JSON-like content by the first step that fits.

    text: the raw answer. names: known keys. keep_field_tags: as in clean. Returns the visible
    text and its document; None when there is nothing JSON-like.
    """
    # Valid JSON is read before cleaning: what looks like a tag or token in it is data.
    text, document = _decode(text.replace("\ufeff", "").strip())
    if document:
        return text, document
    visible = strip_wrapping(text, keep_field_tags=keep_field_tags)
    if visible != text:
        visible, document = _decode(visible)
        if document:
            return visible, document
    plain = unwrap(visible, names)
    if plain is not visible:
        _, document = _decode(plain)
        if document:
            return visible, document
    if depth_within(plain, MAX_DEPTH):
        document = decode_spans(plain, names)
    document = document or scan(plain, names)
    if document is None:
        return "" if is_unfinished_thinking(plain) else visible, None
    kept = without_drafts(document, names)
    return visible if kept else "", kept


def _decode(text: str) -> tuple[str, AnswerTree | None]:
    """Decode whole text and JSON that is wrapped in JSON strings."""
    for _ in range(MAX_UNWRAP):
        if not depth_within(text, MAX_DEPTH):
            break
        document = decode_whole(text)
        inner = document.values[0] if document else None
        if not isinstance(inner, str):
            return text, document
        text = inner.strip()
    return text, None


_PLAIN_KEY = re.compile(r"""(?<!\\)["']([^"'\\\n]{1,80})["']\s{0,50}:""")
_HTML_KEY = re.compile(
    r"(?:&quot;|&#34;|&#x22;)([\w -]{1,60})(?:&quot;|&#34;|&#x22;)\s{0,50}:", re.I
)
_ANGLE_KEY = re.compile(r"«\s?([^«»\n]{1,80}?)\s?»\s{0,50}:")
_PLAIN_QUOTE = re.compile(r'(?<!\\)"')
_ESCAPED_KEY = re.compile(r'\\"([^"\\\n]{1,80})\\"\s{0,50}:')


def _first_known(pattern: re.Pattern[str], text: str, names: FieldNames) -> int:
    return next((m.start() for m in pattern.finditer(text) if names.find(m.group(1))), -1)


def _encodes_structure(pattern: re.Pattern[str], text: str, names: FieldNames) -> bool:
    """Tell whether encoded keys are the structure: no plain string began before the first."""
    at = _first_known(pattern, text, names)
    return at >= 0 and not _PLAIN_QUOTE.search(text, 1, at)


def unwrap(text: str, names: FieldNames) -> str:
    """Return text with one whole-answer encoding removed, or text itself.

    names: known keys; an encoding is only undone when the keys show it, because the same
    characters inside a value are data.
    """
    if _first_known(_PLAIN_KEY, text, names) >= 0:
        return text
    if "&" in text and _encodes_structure(_HTML_KEY, text, names):
        return html.unescape(text)
    if "«" in text and _encodes_structure(_ANGLE_KEY, text, names):
        return text.replace("«", '"').replace("»", '"')
    if "\\" in text and _encodes_structure(_ESCAPED_KEY, text, names):
        inner = text.strip()
        if inner.startswith('"') and inner[1:].lstrip().startswith(("[", "{", "\\n")):
            inner = inner[1:]
            if inner.endswith('"') and not inner.endswith('\\"'):
                inner = inner[:-1]
        return unescape(inner)
    return text


def looks_like_json(text: str, names: FieldNames) -> bool:
    """Tell whether a string value holds JSON with known keys rather than text."""
    head = text.lstrip()[:1]
    return head in ("{", "[") and len(text) > 4 and _first_known(_PLAIN_KEY, text, names) >= 0
