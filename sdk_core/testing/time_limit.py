"""A limit on the time of a check, which a hanging component cannot escape."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable

from sdk_core.testing.violations import Violation

_GRACE = 1.0
"""Seconds that a thread gets to end after it was told to."""


def run_limited(function: Callable[[], None], seconds: float) -> None:
    """Run a function and raise what it raises.

    It runs in a thread, because nothing else ends a loop on every system and beside every test
    runner.

    Args:
        function: What to run.
        seconds: How long it may take.

    Raises:
        Violation: It takes longer.
    """
    raised: list[BaseException] = []

    def run() -> None:
        try:
            function()
        except BaseException as error:  # noqa: BLE001  handed to the caller's thread as it is
            raised.append(error)

    thread = threading.Thread(target=run, daemon=True, name="contract check")
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        _stop(thread)
        raise Violation(
            f"it was still at work after {seconds:g} seconds.",
            "Make it end on any input; if it is slow for a reason, give the suite a larger "
            "time_limit.",
        )
    if raised:
        raise raised[0]


def _stop(thread: threading.Thread) -> None:
    """End a thread, so that a loop does not slow down all tests after it."""
    if thread.ident is not None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit)
        )
        thread.join(_GRACE)
