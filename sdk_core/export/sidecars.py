"""The text files beside the data: the card, the manifest, and what a trainer needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sdk_core.errors import ComponentError
from sdk_core.export import card, manifest
from sdk_core.export.dataset_folder import WrittenDataset
from sdk_core.export.dataset_summary import DatasetSummary
from sdk_core.export.trainer_settings import training_set
from sdk_core.export.trainer_task import TrainerTask
from sdk_core.runs import guard


def describe_dataset(summary: DatasetSummary, written: WrittenDataset) -> Iterator[tuple[str, str]]:
    """Yield the names and contents of the files beside the data; the manifest is the last.

    Args:
        summary: What is told of the dataset.
        written: What was written of it.

    Raises:
        ComponentError: The trainer failed, or wants a file of a name that is taken.
    """
    trainer_task = summary.target.trainer_task
    if trainer_task is not None:
        yield from _for_trainer(summary, trainer_task, written)
    if summary.target.about.card:
        yield card.NAME, card.card_text(summary, written)
    yield manifest.NAME, manifest.manifest_text(summary, written)


def _for_trainer(
    summary: DatasetSummary, trainer_task: TrainerTask, written: WrittenDataset
) -> Iterator[tuple[str, str]]:
    data = training_set(summary.target, trainer_task.task, written, summary.lengths, summary.name)
    taken = {card.NAME, manifest.NAME, *(n for names in written.files.values() for n in names)}
    with guard.component(trainer_task.entry):
        files = list(trainer_task.trainer.files(data))
    for name, text in files:
        if name in taken or name != Path(name).name:
            raise ComponentError(
                f"it wants to write {name!r}, which is taken or no plain name",
                kind="trainer",
                name=trainer_task.name,
                distribution=trainer_task.entry.distribution,
            )
        taken.add(name)
        summary.beside.append(name)
        yield name, text
