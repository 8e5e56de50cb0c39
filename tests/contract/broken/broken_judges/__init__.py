"""Judges that break one rule each."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import JudgeSpec, PromptPack, PromptSpec, hookimpl

PROMPT = PromptSpec(name="broken_rubric", variables=("pairs",), required=("pairs",))

NAMES = {
    "forgetful": "judges:Forgetful",
    "blind": "judges:Blind",
    "off-the-scale": "judges:OffTheScale",
    "under-another-name": "judges:UnderAnotherName",
    "disorderly": "judges:Disorderly",
    "crashes-on-ratings": "judges:CrashesOnRatings",
    "guessing": "judges:Guessing",
    "not-a-number": "habits:NotANumber",
    "texts": "habits:Texts",
    "lists": "habits:Lists",
    "yes": "habits:Yes",
    "reasons-in-lists": "habits:ReasonsInLists",
    "dicts": "habits:Dicts",
    "truths": "habits:Truths",
    "talkative": "habits:Talkative",
    "hoards": "habits:Hoards",
    "lenient": "habits:Lenient",
    "marks": "habits:Marks",
    "blocks": "habits:Blocks",
    "swallows-cancellation": "habits:SwallowsCancellation",
    "prints": "habits:Prints",
    "exits": "habits:Exits",
}


@hookimpl
def sdk_judges() -> Iterator[JudgeSpec]:
    """Give them all."""
    for name, target in NAMES.items():
        yield JudgeSpec(
            name=name,
            target=f"broken_judges.{target}",
            summary="Broken",
            prompts=(PROMPT,),
        )


@hookimpl
def sdk_prompt_packs() -> Iterator[PromptPack]:
    """Give the pack with their prompt."""
    yield PromptPack(name="broken-rubric", package="broken_judges")
