"""A registration module that gives one spec where several may stand."""

from __future__ import annotations

from sdk_core.api import ParserSpec, hookimpl


@hookimpl
def sdk_parsers() -> ParserSpec:
    """Give a spec."""
    return ParserSpec(name="single", target="single:Single", summary="Broken")
