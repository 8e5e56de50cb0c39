"""Announces Acme's prompt pack: the templates in ``prompts``."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import PromptPack, hookimpl

SDK_API = 1


@hookimpl
def sdk_prompt_packs() -> Iterator[PromptPack]:
    """Return the prompt pack."""
    yield PromptPack(name="acme", package="acme_prompts", summary="Acme's house rules and rubric")
