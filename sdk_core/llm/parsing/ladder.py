"""The JSON steps of the ladder, strictest first."""

from __future__ import annotations

from sdk_core.llm.parsing.cleaning import clean
from sdk_core.llm.parsing.fields import FieldNames
from sdk_core.llm.parsing.nodes import Document
from sdk_core.llm.parsing.scanner import scan
from sdk_core.llm.parsing.strict import MAX_DEPTH, decode_spans, decode_whole, depth_within
from sdk_core.llm.parsing.wrapping import unwrap

# A JSON string that holds a JSON string that holds the data; deeper wrapping is not plausible.
MAX_UNWRAP = 3


def read_answer(
    text: str, names: FieldNames, *, keep_field_tags: bool = False
) -> tuple[str, Document | None]:
    """Clean an answer and read its JSON-like content by the first step that fits.

    text: the raw answer. names: known keys. keep_field_tags: as in clean. Returns the visible
    text and its document; None when there is nothing JSON-like.
    """
    # Valid JSON is read before cleaning: what looks like a tag or token in it is data.
    text = text.replace("\ufeff", "").strip()
    text, document = _decode(text)
    if document:
        return text, document
    visible = clean(text, keep_field_tags=keep_field_tags)
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
    return visible, document or scan(plain, names)


def _decode(text: str) -> tuple[str, Document | None]:
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
