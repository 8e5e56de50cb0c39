"""A registration module that ends the program when it is missing something."""

from __future__ import annotations

import sys

from sdk_core.api import hookimpl


@hookimpl
def sdk_judges() -> list[object]:
    """Look for a licence."""
    sys.exit("no licence")
