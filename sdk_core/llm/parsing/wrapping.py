"""Undo encodings that were applied to a whole answer: HTML entities, escaped or nested JSON."""

from __future__ import annotations

import html
import re

from sdk_core.llm.parsing.escapes import unescape
from sdk_core.llm.parsing.fields import FieldNames

_PLAIN_KEY = re.compile(r"""(?<!\\)["']([^"'\\\n]{1,80})["']\s{0,50}:""")
_HTML_KEY = re.compile(
    r"(?:&quot;|&#34;|&#x22;)([\w -]{1,60})(?:&quot;|&#34;|&#x22;)\s{0,50}:", re.I
)
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
