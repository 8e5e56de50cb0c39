"""What one rule of the linter is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sdk_builtins.judges.exchange_view import Exchange
from sdk_core.components import Rule

Find = Callable[[Exchange], Iterator[str]]
"""Yields what is wrong with an exchange, in words; nothing where all is well."""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule and what finds it.

    Args:
        rule: The rule.
        find: Looks for it.
    """

    rule: Rule
    find: Find
