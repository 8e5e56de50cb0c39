"""The words of a text in any script, for comparing texts."""

from __future__ import annotations

import re

IDEOGRAPHS = (
    "\u2e80-\u2fdf\u3005-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff"
)
"""Signs of Chinese and Japanese, which are written without spaces: each is a word of its own."""

SYLLABLES = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaa7f"
"""Signs of Thai, Lao, Burmese, Khmer and others that are written without spaces: likewise."""

# Points and vowel signs, which Python does not count as letters, belong to the word they are in.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff"

_WORD = re.compile(rf"[{IDEOGRAPHS}{SYLLABLES}]|(?:[^\W_{IDEOGRAPHS}{SYLLABLES}]|[{_MARKS}])+")


def words(text: str) -> list[str]:
    """Return the words of a text in order, as they are written."""
    return _WORD.findall(text)
