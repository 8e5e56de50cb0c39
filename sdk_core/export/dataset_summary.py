"""All that can be told of a dataset: what its card and manifest are written from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sdk_core.export.left_out import LeftOut
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
        left_out: The records that were left out by rule.
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
    left_out: LeftOut
    failed: Sequence[str]
    lengths: Lengths
    command: Sequence[str] = ()
    plugins: Sequence[str] = ()
    beside: list[str] = field(default_factory=list)
