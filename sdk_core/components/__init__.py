"""What a plugin author subclasses: one abstract method for each kind of component.

Components read no environment, no config file and no clock. They get their validated ``Options``
and a context, and reach a model only through the context, so that scheduling, retries, the record
of what was paid for and provenance are written once, in the core.
"""

from __future__ import annotations

from sdk_core.components.base import BackendOptions, Component, Options, OptionsT
from sdk_core.components.documents import (
    Chunker,
    InputSource,
    ParseContext,
    Parser,
    SourceContext,
    Transform,
    TransformContext,
)
from sdk_core.components.exports import Exporter, Splits, Storage, Trainer
from sdk_core.components.models import (
    Backend,
    GenerationContext,
    Generator,
    Judge,
    JudgeContext,
    ModelContext,
)
from sdk_core.components.rules import Action, Found, Rule, RuleJudge

__all__ = [
    "Action",
    "Backend",
    "BackendOptions",
    "Chunker",
    "Component",
    "Exporter",
    "Found",
    "GenerationContext",
    "Generator",
    "InputSource",
    "Judge",
    "JudgeContext",
    "ModelContext",
    "Options",
    "OptionsT",
    "ParseContext",
    "Parser",
    "Rule",
    "RuleJudge",
    "SourceContext",
    "Splits",
    "Storage",
    "Trainer",
    "Transform",
    "TransformContext",
]
