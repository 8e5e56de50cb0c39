"""Every check of the contract, in the order in which its tests run."""

from __future__ import annotations

from sdk_core.testing.checks import Check
from sdk_core.testing.contract import (
    any_component,
    backend_answers,
    backends,
    exporters,
    extras,
    generators,
    judges,
    package,
    parsers,
    prompts,
    record_kinds,
    storages,
    trainers,
)

CHECKS: tuple[Check, ...] = (
    *package.CHECKS,
    *any_component.CHECKS,
    *prompts.CHECKS,
    *record_kinds.CHECKS,
    *parsers.CHECKS,
    *generators.CHECKS,
    *judges.CHECKS,
    *backends.CHECKS,
    *backend_answers.CHECKS,
    *exporters.CHECKS,
    *storages.CHECKS,
    *trainers.CHECKS,
    *extras.CHECKS,
)
"""All checks."""
