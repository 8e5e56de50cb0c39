"""The text files beside the data: the card, the manifest, and what a trainer needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sdk_core.errors import ComponentError
from sdk_core.export import card, manifest
from sdk_core.export.dataset_folder import Written
from sdk_core.export.summary import Account
from sdk_core.export.trainer_settings import training_set
from sdk_core.export.trainer_task import Bundle
from sdk_core.runs import guard


def describe(account: Account, written: Written) -> Iterator[tuple[str, str]]:
    """Yield the names and contents of the files beside the data; the manifest is the last.

    Args:
        account: What is told of the dataset.
        written: What was written of it.

    Raises:
        ComponentError: The trainer failed, or wants a file of a name that is taken.
    """
    bundle = account.target.bundle
    if bundle is not None:
        yield from _for_trainer(account, bundle, written)
    if account.target.about.card:
        yield card.NAME, card.text(account, written)
    yield manifest.NAME, manifest.text(account, written)


def _for_trainer(account: Account, bundle: Bundle, written: Written) -> Iterator[tuple[str, str]]:
    data = training_set(account.target, bundle.task, written, account.lengths, account.name)
    taken = {card.NAME, manifest.NAME, *(n for names in written.files.values() for n in names)}
    with guard.component(bundle.entry):
        files = list(bundle.trainer.files(data))
    for name, text in files:
        if name in taken or name != Path(name).name:
            raise ComponentError(
                f"it wants to write {name!r}, which is taken or no plain name",
                kind="trainer",
                name=bundle.name,
                distribution=bundle.entry.distribution,
            )
        taken.add(name)
        account.beside.append(name)
        yield name, text
