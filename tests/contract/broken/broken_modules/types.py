"""A registration module that gives names instead of specs."""

from __future__ import annotations

from sdk_core.api import hookimpl


@hookimpl
def sdk_parsers() -> list[object]:
    """Give a name."""
    return ["epub"]
