"""All that can be told of a dataset: what its card and manifest are written from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sdk_core.export.plan import ExportPlan
from sdk_core.export.provenance import ProvenanceSummary
from sdk_core.rows.lengths import Lengths


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetSummary:
    """All that can be told of a dataset, once its rows are made.

    Args:
        name: Name of its folder, in its final place.
        plan: How it was made.
        provenance: Where its records come from.
        kinds: How many records of each kind were read.
        tasks: Task categories of these kinds.
        dropped: How many records were left out by rule, by reason.
        failed: Why records gave no row, one sentence each.
        lengths: How long its examples are.
        command: The command line.
        plugins: Name and version of the packages that took part.
        beside: Names of the files for a trainer, once they are written.
    """

    name: str
    plan: ExportPlan
    provenance: ProvenanceSummary
    kinds: Mapping[str, int]
    tasks: Sequence[str]
    dropped: Counter[str]
    failed: Sequence[str]
    lengths: Lengths
    command: Sequence[str] = ()
    plugins: Sequence[str] = ()
    beside: list[str] = field(default_factory=list)
