"""A registration module without a hook that this version knows."""

from __future__ import annotations

from sdk_core.api import hookimpl


@hookimpl(optionalhook=True)
def sdk_of_a_later_version() -> tuple[object, ...]:
    """Is right, and nothing that this version asks for."""
    return ()
