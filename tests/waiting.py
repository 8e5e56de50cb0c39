"""Waiting for what processes and servers do, however slow the machine is."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable

PATIENCE = 300.0
"""Seconds after which something hangs; nothing is wrong with what takes less."""


def wait_until(
    condition: Callable[[], object], process: subprocess.Popen[str] | None = None
) -> None:
    """Wait until a condition holds, or the process that could make it so has ended."""
    end = time.monotonic() + PATIENCE
    while not condition() and (process is None or process.poll() is None):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)


def read_until(words: str, process: subprocess.Popen[str]) -> str:
    """Return what a process says on stderr up to the line with these words."""
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if words in line:
            return said
    raise AssertionError(f"it ended without saying {words!r}: {said}")
