"""A registration module for a later version of the plugin API."""

from __future__ import annotations

from sdk_core.api import hookimpl

SDK_API = 99


@hookimpl
def sdk_parsers() -> list[object]:
    """Give nothing."""
    return []
