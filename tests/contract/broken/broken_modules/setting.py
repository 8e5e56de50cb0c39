"""A registration module that changes the environment when it is imported."""

from __future__ import annotations

import os

from sdk_core.api import hookimpl

os.environ["BROKEN_MODE"] = "1"


@hookimpl
def sdk_parsers() -> list[object]:
    """Give nothing."""
    return []
