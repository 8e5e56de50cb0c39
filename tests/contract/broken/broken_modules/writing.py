"""A registration module that writes a file when it is imported."""

from __future__ import annotations

from pathlib import Path

from sdk_core.api import hookimpl

Path("broken.log").write_text("loaded", encoding="utf-8")


@hookimpl
def sdk_parsers() -> list[object]:
    """Give nothing."""
    return []
