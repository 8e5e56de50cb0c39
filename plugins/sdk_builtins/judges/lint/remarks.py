"""Findings that a rule is not sure of."""

from __future__ import annotations


class Remark(str):
    """Words of a finding that is told, and for which no record is dropped."""

    __slots__ = ()
