"""Transforms that break one rule each."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import TransformSpec, hookimpl

NAMES = {
    "silent": ("Silent", "segment"),
    "wordless": ("Wordless", "segment"),
    "gives-texts": ("GivesTexts", "segment"),
    "returns-none": ("ReturnsNone", "segment"),
    "strays": ("Strays", "chunk"),
    "unsteady": ("Unsteady", "segment"),
    "drops-pictures": ("DropsPictures", "segment"),
    "crashes-on-nothing": ("CrashesOnNothing", "segment"),
    "crashes-on-odd-text": ("CrashesOnOddText", "segment"),
    "of-another-level": ("OfAnotherLevel", "document"),
    "forgets-origin": ("ForgetsOrigin", "example"),
    "bytes": ("Bytes", "example"),
    "half-records": ("HalfRecords", "example"),
    "moves-source": ("MovesSource", "document"),
    "numbers-for-text": ("NumbersForText", "segment"),
    "prints": ("Prints", "segment"),
    "exits": ("Exits", "segment"),
}


@hookimpl
def sdk_transforms() -> Iterator[TransformSpec]:
    """Give them all."""
    for name, (target, level) in NAMES.items():
        yield TransformSpec(
            name=name,
            target=f"broken_transforms.transforms:{target}",
            summary="Broken",
            on=(level,),  # type: ignore[arg-type]
        )
