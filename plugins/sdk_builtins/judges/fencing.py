"""Fences around texts in a judge's prompt, which no text between them can close or forge.

What is judged was written by a model or taken from a document, and may hold instructions, ratings,
or whatever ends a block of data. A fence is a tag whose name is a hash of all that stands between
fences: nobody can know it before the text is finished, and the same texts get the same prompt, so
that recorded answers are found again. What looks like such a tag is changed in the copy that is
shown. Fences make such attacks harder and prevent none for sure (Tong et al. 2025, 2506.09443);
hence nothing a judge writes is taken but numbers and reasons.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

_DIGITS = 8
"""Hex digits of SHA-256 in the name of a fence."""

_MARK = re.compile(rf"fence-([0-9a-f]{{{_DIGITS}}})", re.IGNORECASE)


def fenced(**shown: Any) -> dict[str, Any]:
    """Return the values for a template with what looks like a fence changed, and ``fence``.

    Templates write ``<{{ fence }}>`` before and ``</{{ fence }}>`` behind each of them.

    Args:
        shown: Texts, or lists and mappings of texts, by the name of the variable.
    """
    written = json.dumps(shown, sort_keys=True, default=str)
    digest = hashlib.sha256(written.encode()).hexdigest()
    return {name: without_marks(value) for name, value in shown.items()} | {
        "fence": f"fence-{digest[:_DIGITS]}"
    }


def without_marks(value: Any) -> Any:
    """Return a copy in which whatever looks like the name of a fence is visibly changed.

    Args:
        value: A text, or lists and mappings of texts, of any depth; other values are kept.
    """
    if isinstance(value, str):
        return _MARK.sub(r"[quoted mark \1]", value)
    if isinstance(value, Mapping):
        return {without_marks(key): without_marks(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_marks(item) for item in value]
    return value
