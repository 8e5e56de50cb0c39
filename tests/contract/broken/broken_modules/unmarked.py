"""A registration module whose hook nobody finds."""

from __future__ import annotations


def sdk_parsers() -> list[object]:
    """Give nothing."""
    return []
