"""Trainers that break one rule each."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import TaskSpec, TrainerSpec, hookimpl

NAMES = {"whole": "Whole", "wordless": "Wordless", "aimless": "Aimless", "moody": "Moody"}


@hookimpl
def sdk_trainers() -> Iterator[TrainerSpec]:
    """Give a whole one and the broken ones."""
    for name, target in NAMES.items():
        yield TrainerSpec(
            name=name,
            target=f"broken_trainers.trainers:{target}",
            summary="Broken",
            tasks=(TaskSpec(task="sft", formats=("messages",), storages=("jsonl",)),),
        )
    yield TrainerSpec(
        name="dreaming",
        target="broken_trainers.trainers:Whole",
        summary="Broken",
        tasks=(TaskSpec(task="sft", formats=("massages",), storages=("jsonl",)),),
    )
