"""A registration module that prints when it is imported."""

from __future__ import annotations

from sdk_core.api import hookimpl

print("loaded")  # noqa: T201


@hookimpl
def sdk_parsers() -> list[object]:
    """Give nothing."""
    return []
