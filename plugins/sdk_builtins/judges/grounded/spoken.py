"""The language of a short text."""

from __future__ import annotations

import re

from sdk_builtins.judges.lint.content_words import language_of

_SCRIPTS = (
    ("ar", re.compile("[\u0621-\u064a]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("hi", re.compile("[\u0904-\u0939]")),
    ("el", re.compile("[\u0391-\u03c9]")),
    ("ru", re.compile("[\u0410-\u044f]")),
)
"""Scripts by which a text without telling words is taken for one of the language most use."""

_SAMPLE = 2000
"""Characters of a text by which its language is told."""


def language(text: str) -> str:
    """Return the ISO 639-1 code of a text's language, ``""`` where it does not show."""
    sample = text[:_SAMPLE]
    known = language_of(sample)
    if known:
        return known
    letters = sum(letter.isalpha() for letter in sample)
    for code, script in _SCRIPTS:
        if len(script.findall(sample)) * 2 > letters:
            return code
    return ""
