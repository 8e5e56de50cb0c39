"""Growth of work with the size of what is worked on, told on machines of any speed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

FACTOR = 16
"""By what the large input is larger."""

MOST = 5 * FACTOR
"""Most times the work that the large input may take; work that grows with the square takes 256."""

ROUNDS = 3


def assert_linear(work: Callable[[int], T], size: int) -> T:
    """Assert that work grows with the size and not with its square, and return what comes of it.

    The processor's time is compared with itself, so neither a slow nor a busy machine matters.

    Args:
        work: Does the work for an input of a size.
        size: The larger size.
    """
    small = min(_timed(work, size // FACTOR)[0] for _ in range(ROUNDS))
    for _ in range(ROUNDS):
        large, result = _timed(work, size)
        if large < MOST * small:
            return result
    raise AssertionError(f"{FACTOR} times the input takes {large / small:.0f} times as long")


def _timed(work: Callable[[int], T], size: int) -> tuple[float, T]:
    started = time.process_time()
    result = work(size)
    return time.process_time() - started, result
