"""The one import that a plugin's registration module needs; it costs next to nothing.

Component classes come from `sdk_core.components`, which the target modules import.
"""

from __future__ import annotations

from sdk_core.hookspecs import API_VERSION, hookimpl
from sdk_core.model.record_kinds import RecordField, RecordKind, RecordTurn
from sdk_core.specs import (
    BackendSpec,
    CallInfo,
    CallOutcome,
    ChunkerSpec,
    CommandSpec,
    ExporterSpec,
    GeneratorSpec,
    HealthCheck,
    JudgeSpec,
    ParserSpec,
    PromptPack,
    PromptSpec,
    SourceSpec,
    StageInfo,
    StorageSpec,
    TaskSpec,
    TrainerSpec,
    TransformSpec,
)

__all__ = [
    "API_VERSION",
    "BackendSpec",
    "CallInfo",
    "CallOutcome",
    "ChunkerSpec",
    "CommandSpec",
    "ExporterSpec",
    "GeneratorSpec",
    "HealthCheck",
    "JudgeSpec",
    "ParserSpec",
    "PromptPack",
    "PromptSpec",
    "RecordField",
    "RecordKind",
    "RecordTurn",
    "SourceSpec",
    "StageInfo",
    "StorageSpec",
    "TaskSpec",
    "TrainerSpec",
    "TransformSpec",
    "hookimpl",
]
