"""The registration hooks and what each of them gives."""

from __future__ import annotations

from typing import Any

from sdk_core.specs import (
    BackendSpec,
    CommandSpec,
    ExporterSpec,
    GeneratorSpec,
    HealthCheck,
    JudgeSpec,
    ParserSpec,
    PromptPack,
    StorageSpec,
    TrainerSpec,
)

REGISTRATION: dict[str, type[Any]] = {
    "sdk_parsers": ParserSpec,
    "sdk_generators": GeneratorSpec,
    "sdk_judges": JudgeSpec,
    "sdk_backends": BackendSpec,
    "sdk_exporters": ExporterSpec,
    "sdk_storages": StorageSpec,
    "sdk_trainers": TrainerSpec,
    "sdk_prompt_packs": PromptPack,
    "sdk_commands": CommandSpec,
    "sdk_health_checks": HealthCheck,
}
"""Hook to the type of what it returns."""
