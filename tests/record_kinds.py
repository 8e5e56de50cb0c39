"""The built-in kinds of records, as tests of reading and writing need them."""

from __future__ import annotations

from sdk_core.registry.manager import Manager
from sdk_core.registry.registry import Registry

_REGISTRY = Registry(Manager(disabled=["all"]))
KINDS = _REGISTRY.record_kinds
QA, COT, SUMMARY, CONVERSATION = map(
    _REGISTRY.record_kind, ("qa", "cot", "summary", "conversation")
)
