"""The text files beside the data: the card, the manifest, and what a trainer needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sdk_core.errors import ComponentError
from sdk_core.export import card, manifest
from sdk_core.export.dataset_folder import WrittenDataset
from sdk_core.export.dataset_summary import DatasetSummary
from sdk_core.export.trainer_settings import training_set
from sdk_core.registry import returned
from sdk_core.runs import guard


def describe_dataset(summary: DatasetSummary, written: WrittenDataset) -> Iterator[tuple[str, str]]:
    """Yield the names and contents of the files beside the data; the manifest is the last.

    Args:
        summary: What is told of the dataset.
        written: What was written of it.

    Raises:
        ComponentError: The trainer failed, or wants a file of a name that is taken.
    """
    yield from _for_trainer(summary, written)
    if summary.plan.request.card:
        yield card.NAME, card.card_text(summary, written)
    yield manifest.NAME, manifest.manifest_text(summary, written)


def _for_trainer(summary: DatasetSummary, written: WrittenDataset) -> Iterator[tuple[str, str]]:
    entry, trainer, task = summary.plan.trainer_entry, summary.plan.trainer, summary.plan.task
    if entry is None or trainer is None or task is None:
        return
    data = training_set(summary.plan, task, written, summary.lengths, summary.name)
    taken = {card.NAME, manifest.NAME, *(n for names in written.files.values() for n in names)}
    with guard.component(entry):
        files = returned.pairs(trainer.files(data), "files()")
    for name, text in files:
        if name in taken or name != Path(name).name:
            raise ComponentError(
                f"it wants to write {name!r}, which is taken or no plain name",
                kind="trainer",
                name=entry.spec.name,
                distribution=entry.distribution,
            )
        taken.add(name)
        summary.beside.append(name)
        yield name, text
