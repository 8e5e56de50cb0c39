"""How a check says that a package breaks the contract, or that it has nothing to look at."""

from __future__ import annotations

from typing import Literal

from sdk_core.kinds import Kind

Over = (
    Literal[
        "package",
        "module",
        "component",
        "prompt",
        "pack",
        "command",
        "health",
        "observer",
        "record_kind",
    ]
    | Kind
)
"""What a check is made for: once for each such thing that the package contributes."""


class Violation(AssertionError):
    """The contract is broken.

    Args:
        problem: What was found, in one sentence.
        remedy: What the author must do, in one sentence.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")


class NotApplicable(Exception):
    """The check has nothing to look at; the text says why."""
