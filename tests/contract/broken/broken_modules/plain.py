"""A registration module that gives dicts for specs."""

from __future__ import annotations

from sdk_core.api import hookimpl


@hookimpl
def sdk_exporters() -> list[dict[str, str]]:
    """Give a dict."""
    return [{"name": "plain", "target": "plain:Plain", "summary": "Broken"}]
