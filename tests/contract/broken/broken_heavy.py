"""A registration module that imports what every command would then pay for."""

from __future__ import annotations

import yaml  # noqa: F401

from sdk_core.api import hookimpl


@hookimpl
def sdk_parsers() -> list[object]:
    """Give nothing."""
    return []
