"""What a plugin hands the core: small frozen descriptions, never classes or instances.

A spec names its component with a ``"package.module:Class"`` target, which is imported only when
the component is used. Listings, help and name look-ups therefore cost nothing.
"""

from __future__ import annotations

from sdk_core.specs.additions import (
    CallInfo,
    CallOutcome,
    CommandSpec,
    HealthCheck,
    PromptPack,
    StageInfo,
)
from sdk_core.specs.base import ComponentSpec, PromptSpec
from sdk_core.specs.documents import ChunkerSpec, Level, ParserSpec, SourceSpec, TransformSpec
from sdk_core.specs.exports import ExporterSpec, Reasoning, StorageSpec, Task, TaskSpec, TrainerSpec
from sdk_core.specs.models import BackendSpec, GeneratorSpec, JudgeSpec, Unit

__all__ = [
    "BackendSpec",
    "CallInfo",
    "CallOutcome",
    "ChunkerSpec",
    "CommandSpec",
    "ComponentSpec",
    "ExporterSpec",
    "GeneratorSpec",
    "HealthCheck",
    "JudgeSpec",
    "Level",
    "ParserSpec",
    "PromptPack",
    "PromptSpec",
    "Reasoning",
    "SourceSpec",
    "StageInfo",
    "StorageSpec",
    "Task",
    "TaskSpec",
    "TrainerSpec",
    "TransformSpec",
    "Unit",
]
