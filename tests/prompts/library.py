"""Prompts to test with: one prompt, packs in a folder, and what they render to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sdk_core.config import PromptOverride
from sdk_core.prompts import PromptLibrary
from sdk_core.prompts.packs import Pack, builtin_pack
from sdk_core.specs import PromptSpec

CORE = "synthetic-data-kit"
QA = PromptSpec(
    name="qa_generation", variables=("text", "num_pairs", "summary"), required=("text",)
)
VALUES = {"text": "The text.", "num_pairs": 5, "summary": "A summary."}

MakePack = Callable[..., Pack]


def library(spec: PromptSpec = QA, distribution: str = CORE, **chosen: Any) -> PromptLibrary:
    """Return a library that knows one prompt."""
    return PromptLibrary({spec.name: (spec, distribution)}, builtin=builtin_pack(), **chosen)


def inline(text: str | PromptOverride, spec: PromptSpec = QA) -> PromptLibrary:
    """Return a library whose prompt stands in the config."""
    return library(spec, overrides={spec.name: text}, overrides_origin="c.yaml")


def user(prompts: PromptLibrary, **values: Any) -> str:
    """Return the user message of the prompt."""
    return prompts.render("qa_generation", {**VALUES, **values}).messages[1].content
