"""What was planned and could not be had."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Something that was planned and could not be had.

    Args:
        item: What it was (``report.pdf``, ``report.lance chunk 4`` …).
        stage: The stage in which it happened.
        component: The component that failed, ``""`` when the core did.
        error: What failed, in one sentence.
        hint: What to do next.
        retryable: Whether running again may help.
    """

    item: str
    stage: str
    component: str
    error: str
    hint: str = ""
    retryable: bool = False
