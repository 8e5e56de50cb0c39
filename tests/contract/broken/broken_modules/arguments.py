"""A registration module whose hook wants what there is not."""

from __future__ import annotations

from sdk_core.api import hookimpl


@hookimpl
def sdk_secret(key: str, backend: str) -> None:
    """Give nothing."""
