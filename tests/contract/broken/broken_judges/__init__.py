"""Judges that break one rule each."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import JudgeSpec, PromptPack, PromptSpec, hookimpl

PROMPT = PromptSpec(name="broken_rubric", variables=("pairs",), required=("pairs",))

NAMES = {
    "forgetful": "Forgetful",
    "blind": "Blind",
    "off-the-scale": "OffTheScale",
    "under-another-name": "UnderAnotherName",
    "disorderly": "Disorderly",
    "crashes-on-ratings": "CrashesOnRatings",
    "guessing": "Guessing",
}


@hookimpl
def sdk_judges() -> Iterator[JudgeSpec]:
    """Give them all."""
    for name, target in NAMES.items():
        yield JudgeSpec(
            name=name,
            target=f"broken_judges.judges:{target}",
            summary="Broken",
            prompts=(PROMPT,),
        )


@hookimpl
def sdk_prompt_packs() -> Iterator[PromptPack]:
    """Give the pack with their prompt."""
    yield PromptPack(name="broken-rubric", package="broken_judges")
