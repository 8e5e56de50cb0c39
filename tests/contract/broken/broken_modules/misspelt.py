"""A registration module with a hook that does not exist."""

from __future__ import annotations

from sdk_core.api import hookimpl


@hookimpl
def sdk_parser() -> list[object]:
    """Give nothing."""
    return []
