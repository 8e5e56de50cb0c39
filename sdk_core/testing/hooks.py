"""The registration hooks and what each of them gives."""

from __future__ import annotations

from typing import Any

from sdk_core.kinds import KINDS
from sdk_core.model import RecordKind
from sdk_core.specs import CommandSpec, HealthCheck, PromptPack

REGISTRATION: dict[str, type[Any]] = {
    **{kind.hook: kind.spec for kind in KINDS.values()},
    "sdk_record_kinds": RecordKind,
    "sdk_prompt_packs": PromptPack,
    "sdk_commands": CommandSpec,
    "sdk_health_checks": HealthCheck,
}
"""Hook to the type of what it returns."""
