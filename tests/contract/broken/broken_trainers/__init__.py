"""Trainers that break one rule each."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import TaskSpec, TrainerSpec, hookimpl

NAMES = {
    "whole": "trainers:Whole",
    "wordless": "trainers:Wordless",
    "aimless": "trainers:Aimless",
    "moody": "trainers:Moody",
    "gives-dicts": "habits:GivesDicts",
    "returns-none": "habits:ReturnsNone",
    "in-folders": "habits:InFolders",
    "takes-the-card": "habits:TakesTheCard",
    "bytes": "habits:Bytes",
    "broken-yaml": "habits:BrokenYaml",
    "broken-json": "habits:BrokenJson",
    "broken-python": "habits:BrokenPython",
    "names-a-folder": "habits:NamesAFolder",
    "half-characters": "habits:HalfCharacters",
    "deaf": "habits:Deaf",
    "unfilled": "habits:Unfilled",
    "prints": "habits:Prints",
    "exits": "habits:Exits",
    "one-split-only": "habits:OneSplitOnly",
}


@hookimpl
def sdk_trainers() -> Iterator[TrainerSpec]:
    """Give a whole one and the broken ones."""
    for name, target in NAMES.items():
        yield TrainerSpec(
            name=name,
            target=f"broken_trainers.{target}",
            summary="Broken",
            tasks=(TaskSpec(task="sft", formats=("messages",), storages=("jsonl",)),),
        )
    yield TrainerSpec(
        name="dreaming",
        target="broken_trainers.trainers:Whole",
        summary="Broken",
        tasks=(TaskSpec(task="sft", formats=("massages",), storages=("jsonl",)),),
    )
