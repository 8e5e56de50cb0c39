"""The text files beside the data: the card, the manifest, and what a trainer needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sdk_core.errors import ComponentError
from sdk_core.stages import guard
from sdk_core.stages.export import card, manifest
from sdk_core.stages.export.bundle import Bundle
from sdk_core.stages.export.dataset import Written
from sdk_core.stages.export.facts import Facts
from sdk_core.stages.export.histogram import Lengths
from sdk_core.stages.export.target import Target
from sdk_core.stages.export.training import training_set


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """All that can be told of a dataset, once its rows are made.

    Args:
        name: Name of its folder, in its final place.
        target: How it was made.
        facts: Where its records come from.
        kinds: How many records of each kind were read.
        dropped: How many records were left out by rule, by reason.
        failed: Why records gave no row, one sentence each.
        lengths: How long its examples are.
        command: The command line.
        plugins: Name and version of the packages that took part.
        beside: Names of the files for a trainer, once they are written.
    """

    name: str
    target: Target
    facts: Facts
    kinds: Mapping[str, int]
    dropped: Counter[str]
    failed: Sequence[str]
    lengths: Lengths
    command: Sequence[str] = ()
    plugins: Sequence[str] = ()
    beside: list[str] = field(default_factory=list)

    def describe(self, written: Written) -> Iterator[tuple[str, str]]:
        """Yield the names and contents of the files beside the data; the manifest is the last.

        Raises:
            ComponentError: The trainer failed, or wants a file of a name that is taken.
        """
        bundle = self.target.bundle
        if bundle is not None:
            yield from self._for_trainer(bundle, written)
        if self.target.about.card:
            yield card.NAME, card.text(self, written)
        yield manifest.NAME, manifest.text(self, written)

    def _for_trainer(self, bundle: Bundle, written: Written) -> Iterator[tuple[str, str]]:
        data = training_set(self.target, bundle.task, written, self.lengths, self.name)
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
            self.beside.append(name)
            yield name, text
