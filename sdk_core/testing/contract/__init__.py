"""Every check of the contract, in the order in which its tests run."""

from __future__ import annotations

from sdk_core.testing.checks import Check
from sdk_core.testing.contract import (
    any_component,
    backend_answers,
    backends,
    chunkers,
    exporters,
    extras,
    generators,
    judges,
    package,
    parsers,
    prompts,
    record_kinds,
    sources,
    storages,
    trainers,
    transforms,
)

CHECKS: tuple[Check, ...] = (
    *package.CHECKS,
    *any_component.CHECKS,
    *prompts.CHECKS,
    *record_kinds.CHECKS,
    *sources.CHECKS,
    *parsers.CHECKS,
    *transforms.CHECKS,
    *chunkers.CHECKS,
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
