"""Takes an API key out of what a server says, for servers repeat what they were sent."""

from __future__ import annotations

import base64
from collections.abc import Iterator

REDACTED = "[redacted]"

SHORTEST = 4
"""Characters of a key, or of what is left of it, below which it is an ordinary word."""


def redact(key: str, text: str) -> str:
    """Return a text without the key.

    Args:
        key: The key; it is found in base64 as well.
        text: The text; where it ends in an ellipsis, the key may have been cut off with the rest.
    """
    if len(key) < SHORTEST:
        return text
    for secret in (key, *_in_base64(key)):
        text = text.replace(secret, REDACTED)
        if text.endswith("…"):
            text = _without_cut(secret, text.removesuffix("…")) + "…"
    return text


def _without_cut(secret: str, text: str) -> str:
    for length in range(len(secret) - 1, SHORTEST - 1, -1):
        if text.endswith(secret[:length]):
            return text[:-length] + REDACTED
    return text


def _in_base64(key: str) -> Iterator[str]:
    """Yield what base64 makes of the key, wherever it stands in the text that is encoded."""
    data = key.encode()
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + data).decode().rstrip("=")
        whole = len(encoded) - bool((before + len(data)) % 3)
        yield encoded[(0, 2, 3)[before] : whole]
