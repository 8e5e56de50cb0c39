"""A generator of which each prompt breaks one rule."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import GeneratorSpec, PromptPack, PromptSpec, hookimpl

NAMES = (
    "without_template",
    "misspelt_variable",
    "without_text",
    "shouting",
    "escaping",
    "unclosed",
    "including",
    "shortening",
    "without_user",
)

TONED = ("dropping", "demanding")


@hookimpl
def sdk_generators() -> Iterator[GeneratorSpec]:
    """Give the generator."""
    own = [PromptSpec(name=n, variables=("text",), required=("text",)) for n in NAMES]
    own += [PromptSpec(name=n, variables=("text", "tone"), required=("text",)) for n in TONED]
    taken = PromptSpec(name="summary", variables=("text", "tone"))
    yield GeneratorSpec(
        name="ill-prompted",
        target="broken_prompts.generator:Still",
        summary="Broken",
        prompts=(*own, taken),
    )


@hookimpl
def sdk_prompt_packs() -> Iterator[PromptPack]:
    """Give the pack with its prompts, whose templates it is not to blame for."""
    yield PromptPack(name="ill-prompts", package="broken_prompts")
