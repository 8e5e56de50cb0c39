"""Prompt packs that break one rule each."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import PromptPack, hookimpl


@hookimpl
def sdk_prompt_packs() -> Iterator[PromptPack]:
    """Give them all."""
    yield PromptPack(name="builtin", package="broken_packs", directory="extra")
    yield PromptPack(name="lost", package="broken_packs", directory="nowhere")
    yield PromptPack(name="odd", package="broken_packs", directory="odd")
    yield PromptPack(name="idle", package="broken_packs", directory="idle")
    yield PromptPack(name="nested", package="broken_packs", directory="nested")
    yield PromptPack(name="unfinished", package="broken_packs", directory="unfinished")
    yield PromptPack(name="of-nobody", package="a_package_that_is_not_there")
