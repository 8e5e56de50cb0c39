"""A registration module that asks a server when it is imported."""

from __future__ import annotations

import socket
from contextlib import suppress

from sdk_core.api import hookimpl

with suppress(OSError):
    socket.create_connection(("127.0.0.1", 9), timeout=1)


@hookimpl
def sdk_parsers() -> list[object]:
    """Give nothing."""
    return []
