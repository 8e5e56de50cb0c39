"""A registration module whose hook forgets to return."""

from __future__ import annotations

from sdk_core.api import ParserSpec, hookimpl


@hookimpl
def sdk_parsers() -> None:
    """Make a spec and keep it."""
    ParserSpec(name="nothing", target="nothing:Nothing", summary="Broken")
